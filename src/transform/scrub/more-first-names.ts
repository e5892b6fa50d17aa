/** First names that are common and that Faker's lists lack, or may lack. */
export const moreFirstNames: readonly string[] = [
  // German, and of families that came to Germany
  'Alois Anke Annegret Anneke Ansgar Ayşe Birgit Birte Brunhilde Detlef Dieter Eberhard Edeltraud Elfriede Elif Emre Fatma Ferdinand',
  'Frauke Friederike Gerlinde Gernot Gesine Gisela Götz Gudrun Günter Günther Hannelore Hartmut Hauke Heidemarie Heike Helmut Henning',
  'Hildegard Imke Ingeborg Inken Irmgard Jochen Jürgen Käthe Korbinian Kreszenz Leopold Lothar Malte Manfred Matthias Mehmet Mustafa',
  'Petra Renate Roswitha Rüdiger Sabine Sieglinde Siegfried Silke Sönke Svenja Torben Torsten Ulrich Ursula Uwe Volker Vroni Waltraud',
  'Wencke Wiebke Wilfried Xaver Yusuf Zeynep',
  // British and Irish, and of families that came to Britain
  'Aisha Alasdair Alistair Angus Anjali Aoife Arabella Arjun Barnaby Bronwen Callum Carys Catriona Cerys Chidi Chloe Ciara Cillian Clive',
  'Cressida Dafydd Declan Deepa Demelza Desmond Eoin Ewan Fatima Femi Fergus Freya Gareth Gemma Geraint Graham Gwyneth Hamish Harriet',
  'Hassan Hayley Henrietta Hugo Ieuan Imogen Imran Jago Jemima Khadija Kieran Kirsty Kwame Liam Lowenna Maeve Mohammed Morag Neha Nerys',
  'Ngozi Niamh Nigel Olumide Omar Owain Padraig Philippa Phoebe Pooja Priya Rajesh Rhys Rohan Rosalind Rupert Sanjay Saoirse Sian Siobhan',
  'Sunita Tamsin Tobias Trevor Tunde Vikram Yasmin Zainab',
  // Polish
  'Bartek Bartosz Bogusław Bogusława Bolesław Bożena Bronisław Czesław Czesława Danuta Genowefa Gosia Grażyna Grzegorz Halina Jadwiga',
  'Jerzy Jolanta Józef Kasia Kazimierz Krzysiek Leszek Łucja Maciek Mieczysław Mirosław Mirosława Ryszard Stanisława Stefania Tadeusz',
  'Tomek Urszula Wacław Wacława Wiesław Wiesława Władysław Wojciech Wojtek Zbigniew Zdzisław Zdzisława Zofia Zosia Żaneta',
  // Italian
  'Addolorata Amedeo Assunta Calogero Carmela Carmelo Ciro Concetta Donatella Ermenegildo Ettore Fiammetta Filomena Gennaro Giampiero',
  'Giancarlo Gianluigi Ginevra Guendalina Ilaria Immacolata Leandro Lucrezia Ludovica Mirella Nicolò Noemi Nunzia Ornella Ottavia Pierluigi',
  'Raffaella Rosaria Salvatore Saverio Serafina Simonetta Tiziana Tiziano Tommaso Vincenzo',
  // Russian, with the short forms that friends use
  'Алёна Аня Артём Василиса Вова Галина Глеб Дарина Дима Евгений Жанна Женя Захар Зинаида Игнат Инна Катя Кирилл Коля Ксения Лариса Лидия',
  'Людмила Маша Миша Назар Наташа Оксана Олеся Оля Полина Прохор Раиса Ринат Руслан Рустам Савелий Саша Серёжа Тамара Таня Тимофей Тимур',
  'Ульяна Фёдор Эдуард Эльвира Юля Ярослав',
].flatMap((line) => line.split(' '))
