import type { Locale } from './locales.ts'

/** A company's name is a surname (in Russian, a made-up word), a trade, and a legal form: `Bethke Reinigungstechnik GmbH`. */
export interface CompanyWords {
  /** Instead of a surname. */
  names?: readonly string[]
  trades: readonly string[]
  forms: readonly string[]
}

/** In characters, of trade and form each. */
export const longestTrade = 18
export const longestForm = 12

const german =
  'Bau Logistik Elektrotechnik Maschinenbau Handel Consulting Textil Möbel Reinigung Gartenbau Druck Medien Feinkost Kosmetik Optik Werkzeuge Metallbau Holzbau Dachtechnik Sanitär Heizung Anlagenbau Spedition Verpackung Papier Keramik Glas Kunststoff Lacke Farben Hygiene Medizintechnik Labor Software Systeme Energie Solar Umwelt Fahrzeuge Reifen'.split(
    ' ',
  )
const english =
  'Logistics|Trading|Engineering|Consulting|Textiles|Furniture|Cleaning|Gardens|Printing|Media|Foods|Cosmetics|Optics|Tools|Metalworks|Joinery|Roofing|Plumbing|Heating|Plant Hire|Haulage|Packaging|Paper|Ceramics|Glass|Plastics|Paints|Hygiene|Medical|Laboratories|Software|Systems|Energy|Solar|Environmental|Motors|Tyres|Bakery|Brewing|Design'.split(
    '|',
  )
const polish =
  'Transport|Handel|Budownictwo|Elektronika|Maszyny|Doradztwo|Tekstylia|Meble|Czystość|Ogrody|Druk|Media|Delikatesy|Kosmetyki|Optyka|Narzędzia|Metal|Drewno|Dachy|Instalacje|Ogrzewanie|Spedycja|Opakowania|Papier|Ceramika|Szkło|Plastik|Farby|Higiena|Medycyna|Laboratorium|Systemy|Energia|Solar|Środowisko|Pojazdy|Opony|Piekarnia|Browar|Projekt'.split(
    '|',
  )
const italian =
  'Logistica|Commercio|Costruzioni|Elettronica|Macchine|Consulenza|Tessuti|Mobili|Pulizie|Giardini|Stampa|Media|Alimentari|Cosmetici|Ottica|Utensili|Metalli|Legno|Coperture|Impianti|Riscaldamento|Trasporti|Imballaggi|Carta|Ceramiche|Vetro|Plastica|Vernici|Igiene|Medicali|Laboratori|Software|Sistemi|Energia|Solare|Ambiente|Veicoli|Pneumatici|Forno|Design'.split(
    '|',
  )
const russian =
  'Строй|Транс|Тех|Агро|Пром|Энерго|Мед|Фарм|Хим|Лес|Мебель|Текстиль|Свет|Авто|Метал|Стекло|Полимер|Упак|Логист|Продукт'.split(
    '|',
  )
const russianEnds =
  'Сервис|Торг|Монтаж|Проект|Групп|Инвест|Снаб|Ресурс|Центр|Комплект|Лайн|Мастер|Союз|Альянс|Плюс|Система|Контакт|Маркет|Дом|Партнер'.split(
    '|',
  )
const starts =
  'Альфа Вектор Гранит Заря Исток Квант Лидер Маяк Норд Орион Парус Рубеж Сфера Титан Урал Феникс Чайка Эталон Юпитер Ясень'.split(
    ' ',
  )

export const companyWords: Record<Locale, CompanyWords> = {
  de: { trades: german, forms: ['GmbH', 'AG', 'KG', 'OHG', 'e. K.'] },
  'de-AT': { trades: german, forms: ['GmbH', 'AG', 'KG', 'OG', 'e.U.'] },
  pl: { trades: polish, forms: ['sp. z o.o.', 'S.A.', 'sp. j.', 'sp. k.'] },
  it: { trades: italian, forms: ['S.r.l.', 'S.p.A.', 'S.n.c.', 'S.a.s.'] },
  ru: {
    names: starts,
    trades: russian.flatMap((start) => russianEnds.map((end) => `${start}${end}`)),
    forms: ['ООО', 'АО', 'ПАО'],
  },
  'en-GB': { trades: english, forms: ['Ltd', 'plc', 'LLP'] },
  en: { trades: english, forms: ['Inc.', 'LLC', 'Corp.'] },
}
