"""The legal forms of companies in many languages, as they look after transliteration and casefolding.

A change from “Ltd” to “LLC” does not make another company, so forms take no part in the comparison of names.
"""

# Written as plain words; the longest phrase that fits is taken first.
_PHRASES = """
aktiebolag; aktiengesellschaft; aktieselskab; aksjeselskap; anonim sirketi; anonymi etairia; besloten
vennootschap; aktsionernoe obshchestvo; zakrytoe aktsionernoe obshchestvo; otkrytoe aktsionernoe obshchestvo;
publichnoe aktsionernoe obshchestvo; nepublichnoe aktsionernoe obshchestvo; tovarystvo z obmezhenoyu
vidpovidalnistyu; obshchestvo s ogranichennoi otvetstvennostyu; obshchestvo s ogranichennoy otvetstvennostyu;
obschestvo s ogranichennoy otvetstvennostyu; obshchestvo s ogranichennoi otvetstvennostiu; closed joint stock
company; open joint stock company; public joint stock company; private joint stock company; joint stock
company; company limited; co limited; co ltd; company ltd; limited liability company; limited liability
partnership; limited partnership; public limited company; private limited company; private limited; pte ltd;
pty ltd; pvt ltd; private joint stock; public company limited; free zone company; free zone establishment;
gesellschaft mit beschrankter haftung; gesellschaft m b h; gmbh co kg; kommanditgesellschaft; offene
handelsgesellschaft; limited sirketi; limited liability; ltd sti; as sti; naamloze vennootschap; osakeyhtio;
perseroan terbatas; sociedad anonima; sociedad anonima de capital variable; sociedad de responsabilidad
limitada; sociedad de responsabilidad limitada de capital variable; sociedad limitada; sociedad por acciones
simplificada; sociedade anonima; sociedade limitada; societe anonyme; societe a responsabilite limitee;
societa a responsabilita limitata; societa per azioni; societe par actions simplifiee; spolka akcyjna; spolka
z ograniczona odpowiedzialnoscia; spolecnost s rucenim omezenym; sp z o o; s de rl de cv; s de rl; sa de cv;
sapi de cv; spa de cv; e u; s en c; s c a; y cia; cia ltda; d o o; a d; s r o; a s; k k; g k; kabushiki
kaisha; godo kaisha; chusik hoesa; jusik hoesa; youxian gongsi; gufen youxian gongsi; sdn bhd; ou; uab; sia;
eood; ood; ead
"""
_WORDS = """
aktsiaselts ag ao apS as asa ab ad bhd bv bvba co coltd company corp corporation cjsc cia doo dd dmcc eg ehf
eirl eu ev eurl fze fzc fzco fzllc gbr gesmbh gie gmbh gmbhco hf inc incorporated jsc jsco kda kft kg kgaa kk
kg kol komandit kb ks lda llc llp lllp lp limited limitada ltd ltda ltee mbh nv nyrt oao ojsc ooo oy oyj oooo
pao pjsc plc pllc pjs psc pte pt pty pvt qsc qpsc rt sa sab sac sae sal sapi saog sarl sarlu sas sasu sca scs
sdn sia sl slu sk snc soc spa spk spol spolka spzoo srl srls sro ssk sti sirketi tao tov tdv too uab ug uk vof
wll zao zat zrt ood eood ead ooo tic aps zoo
"""

LEGAL_FORM_PHRASES: frozenset[tuple[str, ...]] = frozenset(tuple(phrase.split()) for phrase in _PHRASES.split(";"))
LEGAL_FORM_WORDS: frozenset[str] = frozenset(_WORDS.casefold().split())
LONGEST_PHRASE: int = max(map(len, LEGAL_FORM_PHRASES))
# Words that are a form at the edge of a name and an ordinary word inside it (“Casa do Mar”, “Kia As Sahra”).
EDGE_ONLY: frozenset[str] = frozenset(word for word in LEGAL_FORM_WORDS if len(word) <= 2) - {"co"}
