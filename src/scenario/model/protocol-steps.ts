import type { Checks, StepBase, Template } from '../model.ts'
import type { HttpSettings } from './http.ts'

export interface GraphQlRequestStep extends StepBase, Checks {
  kind: 'graphql'
  url: Template
  settings: HttpSettings
  query: Template
  variables?: Template
  operationName?: Template
  /** `expect` names `errors`, so that they are no failure by themselves. */
  expectsErrors: boolean
}

export interface SoapRequestStep extends StepBase, Checks {
  kind: 'soap'
  url: Template
  settings: HttpSettings
  version: '1.1' | '1.2'
  action?: Template
  wsdl?: Template
  operation?: Template
  namespace?: Template
  /** Renders to XML text, in which values were escaped, or to a tree. */
  body: Template
  /** `expect` names `fault`, so that it is no failure by itself. */
  expectsFault: boolean
}

export interface ExecProgramStep extends StepBase, Checks {
  kind: 'exec'
  /** Renders to the program and its arguments. */
  command: Template
  env: Readonly<Record<string, Template>>
  stdin?: Template
  cwd?: Template
  /** `expect` names `code`, so that another one than 0 is no failure by itself. */
  expectsCode: boolean
}

export interface NotifiedStep extends StepBase, Checks {
  kind: 'notify'
  to?: Template
  channel?: Template
  subject?: Template
}
