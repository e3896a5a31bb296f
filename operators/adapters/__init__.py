"""What operators speak to outside: the list of countries, random codes, and the e-mail with a personal link."""
