export { summaryText } from '../../report/transfer/summary-text.ts'
export { transferConsole } from '../../report/transfer/transfer-console.ts'
