import type { LocaleDefinition } from '@faker-js/faker'
import type { Locale } from './locales.ts'

/** In characters, with what stands before the name. */
export const longestStreet = 24

const polish =
  'Polna Leśna Słoneczna Krótka Szkolna Ogrodowa Lipowa Łąkowa Brzozowa Kwiatowa Kościelna Sosnowa Zielona Parkowa Akacjowa Kolejowa Dębowa Wiśniowa Klonowa Jesionowa Różana Spacerowa Wierzbowa Jaśminowa Cicha Graniczna Kasztanowa Długa Spokojna Wrzosowa Górna Dolna Morelowa Nowa Stara Boczna Rzeczna Młyńska Poziomkowa Malinowa Jagodowa Orzechowa Topolowa Bukowa Świerkowa Cisowa Konwaliowa Fiołkowa Tulipanowa Makowa Stokrotki Liliowa Storczykowa Chabrowa Wiosenna Letnia Jesienna Zimowa Miodowa Pszenna Żytnia Jęczmienna Owsiana Zbożowa Rolna Wodna Źródlana Strumykowa Stawowa Jeziorna Morska Portowa Rybacka Żeglarska Piaskowa Kamienna Skalna Wapienna Gliniana Srebrna Złota Miedziana Bursztynowa Diamentowa Perłowa Szafirowa Tęczowa Pogodna Wietrzna Mglista Śnieżna Północna Południowa Wschodnia Zachodnia Centralna Główna Rynkowa Targowa Handlowa Przemysłowa Fabryczna Garncarska Tkacka Krawiecka Szewska Kowalska Stolarska Ciesielska Piekarska Rzeźnicza Aptekarska Drukarska Introligatorska'
const italian =
  'Via Roma|Via Garibaldi|Via Mazzini|Via Cavour|Via Dante|Via Verdi|Via Manzoni|Via Leopardi|Via Carducci|Via Pascoli|Via Foscolo|Via Petrarca|Via Ariosto|Via Tasso|Via Goldoni|Via Rossini|Via Puccini|Via Bellini|Via Donizetti|Via Vivaldi|Via Galilei|Via Volta|Via Galvani|Via Marconi|Via Fermi|Via Torricelli|Via Leonardo|Via Raffaello|Via Giotto|Via Tiziano|Via Canova|Via Bernini|Via dei Mille|Via Trento|Via Trieste|Via Milano|Via Torino|Via Venezia|Via Firenze|Via Bologna|Via Napoli|Via Palermo|Via Genova|Via Verona|Via Padova|Via Ravenna|Via Ferrara|Via Modena|Via Siena|Via Perugia|Via Ancona|Via Bari|Via Lecce|Via Cagliari|Via Piave|Via Isonzo|Via Tagliamento|Via Adige|Via Po|Via Ticino|Via Arno|Via Tevere|Via Monte Grappa|Via Monte Rosa|Via Monte Bianco|Via delle Alpi|Via del Lago|Via del Mare|Via dei Pini|Via dei Tigli|Via dei Platani|Via degli Ulivi|Via dei Gelsi|Via delle Rose|Via delle Viole|Via dei Gigli|Via delle Acacie|Via dei Cedri|Via San Marco|Via San Giovanni|Via San Pietro|Via San Martino|Via San Rocco|Via Santa Lucia|Via Santa Maria|Via della Chiesa|Via del Castello|Via della Fontana|Via del Mulino|Via della Stazione|Via delle Scuole|Via della Vigna|Via del Ponte|Via Vecchia|Via Nuova|Corso Italia|Corso Europa|Corso Umberto|Corso Vittorio|Corso Matteotti|Viale Europa|Viale Italia|Viale dei Mille|Viale Trieste|Viale Marconi|Viale Venezia|Viale Roma|Viale della Pace|Viale dei Pini|Viale del Parco|Piazza Italia|Piazza Dante|Piazza Cavour|Piazza Garibaldi|Piazza Mazzini|Piazza San Marco|Piazza del Popolo|Piazza del Mercato|Vicolo Stretto|Vicolo Corto|Vicolo del Forno|Largo Europa|Largo Marconi'

/** Streets as they are written in front of or behind a house number. */
export function streetsOf(locale: Locale, { location }: LocaleDefinition): string[] {
  return [...new Set(all())].filter((street) => street.length <= longestStreet && /^[\p{L}’'. -]+$/u.test(street))

  function all(): string[] {
    const { street_name = [], street_name_part = [] } = (location ?? {}) as Record<string, readonly string[]>
    if (locale === 'pl') return polish.split(' ').map((name) => `ul. ${name}`)
    if (locale === 'it') return italian.split('|')
    if (locale === 'ru') return street_name_part.map((name) => `ул. ${name}`)
    if (locale === 'de-AT') return street_name.map((name) => name.replace(/ \(.*\)$/, ''))
    return [...street_name]
  }
}
