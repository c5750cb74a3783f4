namespace OwnerConsole.Pure.Texts;

/// <summary>
/// Canonical composition and decomposition mappings of the Unicode Character Database, version 14. Compositions never change in later versions.
/// </summary>
internal static class Compositions
{
    /// <summary>Each combining mark with its base characters and the composed results.</summary>
    public static readonly (string Mark, string Letters, string Whole)[] Pairs =
    [
        (
            "\u0300",
            "AEIOUaeiouÜüNnЕИеиĒēŌōWwÂâĂăÊêÔôƠơƯưYyἀἁἈἉἐἑἘἙἠἡἨἩἰἱἸἹὀὁὈὉὐὑὙὠὡὨὩαεηιουωΑΕΗ᾿ϊΙ῾ϋΥ¨ΟΩ",
            "ÀÈÌÒÙàèìòùǛǜǸǹЀЍѐѝḔḕṐṑẀẁẦầẰằỀềỒồỜờỪừỲỳἂἃἊἋἒἓἚἛἢἣἪἫἲἳἺἻὂὃὊὋὒὓὛὢὣὪὫὰὲὴὶὸὺὼᾺῈῊ῍ῒῚ῝ῢῪ῭ῸῺ"
        ),
        (
            "\u0301",
            "AEIOUYaeiouyCcLlNnRrSsZzÜüGgÅåÆæØø¨ΑΕΗΙΟΥΩϊαεηιϋουωϒГКгкÇçĒēÏïKkMmÕõŌōPpŨũWwÂâĂăÊêÔôƠơƯưἀἁἈἉἐἑἘἙἠἡἨἩἰἱἸἹὀὁὈὉὐὑὙὠὡὨὩ᾿῾",
            "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǗǘǴǵǺǻǼǽǾǿ΅ΆΈΉΊΌΎΏΐάέήίΰόύώϓЃЌѓќḈḉḖḗḮḯḰḱḾḿṌṍṒṓṔṕṸṹẂẃẤấẮắẾếỐốỚớỨứἄἅἌἍἔἕἜἝἤἥἬἭἴἵἼἽὄὅὌὍὔὕὝὤὥὬὭ῎῞"
        ),
        ("\u0302", "AEIOUaeiouCcGgHhJjSsWwYyZzẠạẸẹỌọ", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷẐẑẬậỆệỘộ"),
        ("\u0303", "ANOanoIiUuVvÂâĂăEeÊêÔôƠơƯưYy", "ÃÑÕãñõĨĩŨũṼṽẪẫẴẵẼẽỄễỖỗỠỡỮữỸỹ"),
        ("\u0304", "AaEeIiOoUuÜüÄäȦȧÆæǪǫÖöÕõȮȯYyИиУуGgḶḷṚṛαΑιΙυΥ", "ĀāĒēĪīŌōŪūǕǖǞǟǠǡǢǣǬǭȪȫȬȭȰȱȲȳӢӣӮӯḠḡḸḹṜṝᾱᾹῑῙῡῩ"),
        ("\u0306", "AaEeGgIiOoUuУИиуЖжАаЕеȨȩẠạαΑιΙυΥ", "ĂăĔĕĞğĬĭŎŏŬŭЎЙйўӁӂӐӑӖӗḜḝẶặᾰᾸῐῘῠῨ"),
        ("\u0307", "CcEeGgIZzAaOoBbDdFfHhMmNnPpRrSsŚśŠšṢṣTtWwXxYyſ", "ĊċĖėĠġİŻżȦȧȮȯḂḃḊḋḞḟḢḣṀṁṄṅṖṗṘṙṠṡṤṥṦṧṨṩṪṫẆẇẊẋẎẏẛ"),
        ("\u0308", "AEIOUaeiouyYΙΥιυϒЕІеіАаӘәЖжЗзИиОоӨөЭэУуЧчЫыHhÕõŪūWwXxt", "ÄËÏÖÜäëïöüÿŸΪΫϊϋϔЁЇёїӒӓӚӛӜӝӞӟӤӥӦӧӪӫӬӭӰӱӴӵӸӹḦḧṎṏṺṻẄẅẌẍẗ"),
        ("\u0309", "AaÂâĂăEeÊêIiOoÔôƠơUuƯưYy", "ẢảẨẩẲẳẺẻỂểỈỉỎỏỔổỞởỦủỬửỶỷ"),
        ("\u030A", "AaUuwy", "ÅåŮůẘẙ"),
        ("\u030B", "OoUuУу", "ŐőŰűӲӳ"),
        ("\u030C", "CcDdEeLlNnRrSsTtZzAaIiOoUuÜüGgKkƷʒjHh", "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǙǚǦǧǨǩǮǯǰȞȟ"),
        ("\u030F", "AaEeIiOoRrUuѴѵ", "ȀȁȄȅȈȉȌȍȐȑȔȕѶѷ"),
        ("\u0311", "AaEeIiOoRrUu", "ȂȃȆȇȊȋȎȏȒȓȖȗ"),
        ("\u0313", "αΑεΕηΗιΙοΟυωΩρ", "ἀἈἐἘἠἨἰἸὀὈὐὠὨῤ"),
        ("\u0314", "αΑεΕηΗιΙοΟυΥωΩρΡ", "ἁἉἑἙἡἩἱἹὁὉὑὙὡὩῥῬ"),
        ("\u031B", "OoUu", "ƠơƯư"),
        ("\u0323", "BbDdHhKkLlMmNnRrSsTtVvWwZzAaEeIiOoƠơUuƯưYy", "ḄḅḌḍḤḥḲḳḶḷṂṃṆṇṚṛṢṣṬṭṾṿẈẉẒẓẠạẸẹỊịỌọỢợỤụỰựỴỵ"),
        ("\u0324", "Uu", "Ṳṳ"),
        ("\u0325", "Aa", "Ḁḁ"),
        ("\u0326", "SsTt", "ȘșȚț"),
        ("\u0327", "CcGgKkLlNnRrSsTtEeDdHh", "ÇçĢģĶķĻļŅņŖŗŞşŢţȨȩḐḑḨḩ"),
        ("\u0328", "AaEeIiUuOo", "ĄąĘęĮįŲųǪǫ"),
        ("\u032D", "DdEeLlNnTtUu", "ḒḓḘḙḼḽṊṋṰṱṶṷ"),
        ("\u032E", "Hh", "Ḫḫ"),
        ("\u0330", "EeIiUu", "ḚḛḬḭṴṵ"),
        ("\u0331", "BbDdKkLlNnRrTtZzh", "ḆḇḎḏḴḵḺḻṈṉṞṟṮṯẔẕẖ"),
        ("\u0338", "←→↔⇐⇔⇒∃∈∋∣∥∼≃≅≈=≡≍<>≤≥≲≳≶≷≺≻⊂⊃⊆⊇⊢⊨⊩⊫≼≽⊑⊒⊲⊳⊴⊵", "↚↛↮⇍⇎⇏∄∉∌∤∦≁≄≇≉≠≢≭≮≯≰≱≴≵≸≹⊀⊁⊄⊅⊈⊉⊬⊭⊮⊯⋠⋡⋢⋣⋪⋫⋬⋭"),
        ("\u0342", "ἀἁἈἉἠἡἨἩἰἱἸἹὐὑὙὠὡὨὩα¨η᾿ιϊ῾υϋω", "ἆἇἎἏἦἧἮἯἶἷἾἿὖὗὟὦὧὮὯᾶ῁ῆ῏ῖῗ῟ῦῧῶ"),
        ("\u0345", "ἀἁἂἃἄἅἆἇἈἉἊἋἌἍἎἏἠἡἢἣἤἥἦἧἨἩἪἫἬἭἮἯὠὡὢὣὤὥὦὧὨὩὪὫὬὭὮὯὰαάᾶΑὴηήῆΗὼωώῶΩ", "ᾀᾁᾂᾃᾄᾅᾆᾇᾈᾉᾊᾋᾌᾍᾎᾏᾐᾑᾒᾓᾔᾕᾖᾗᾘᾙᾚᾛᾜᾝᾞᾟᾠᾡᾢᾣᾤᾥᾦᾧᾨᾩᾪᾫᾬᾭᾮᾯᾲᾳᾴᾷᾼῂῃῄῇῌῲῳῴῷῼ"),
        ("\u0653", "\u0627", "\u0622"),
        ("\u0654", "\u0627\u0648\u064A\u06D5\u06C1\u06D2", "\u0623\u0624\u0626\u06C0\u06C2\u06D3"),
        ("\u0655", "\u0627", "\u0625"),
        ("\u093C", "नरळ", "ऩऱऴ"),
        ("\u09BE", "\u09C7", "\u09CB"),
        ("\u09D7", "\u09C7", "\u09CC"),
        ("\u0B3E", "\u0B47", "\u0B4B"),
        ("\u0B56", "\u0B47", "\u0B48"),
        ("\u0B57", "\u0B47", "\u0B4C"),
        ("\u0BBE", "\u0BC6\u0BC7", "\u0BCA\u0BCB"),
        ("\u0BD7", "ஒ\u0BC6", "ஔ\u0BCC"),
        ("\u0C56", "\u0C46", "\u0C48"),
        ("\u0CC2", "\u0CC6", "\u0CCA"),
        ("\u0CD5", "\u0CBF\u0CC6\u0CCA", "\u0CC0\u0CC7\u0CCB"),
        ("\u0CD6", "\u0CC6", "\u0CC8"),
        ("\u0D3E", "\u0D46\u0D47", "\u0D4A\u0D4B"),
        ("\u0D57", "\u0D46", "\u0D4C"),
        ("\u0DCA", "\u0DD9\u0DDC", "\u0DDA\u0DDD"),
        ("\u0DCF", "\u0DD9", "\u0DDC"),
        ("\u0DDF", "\u0DD9", "\u0DDE"),
        ("\u102E", "ဥ", "ဦ"),
        ("\u1B35", "ᬅᬇᬉᬋᬍᬑ\u1B3A\u1B3C\u1B3E\u1B3F\u1B42", "ᬆᬈᬊᬌᬎᬒ\u1B3B\u1B3D\u1B40\u1B41\u1B43"),
        (
            "\u3099",
            "かきくけこさしすせそたちつてとはひふへほうゝカキクケコサシスセソタチツテトハヒフヘホウワヰヱヲヽ",
            "がぎぐげござじずぜぞだぢづでどばびぶべぼゔゞガギグゲゴザジズゼゾダヂヅデドバビブベボヴヷヸヹヺヾ"
        ),
        ("\u309A", "はひふへほハヒフヘホ", "ぱぴぷぺぽパピプペポ"),
        ("\U000110BA", "𑂙𑂛𑂥", "𑂚𑂜𑂫"),
        ("\U00011127", "\U00011131\U00011132", "\U0001112E\U0001112F"),
        ("\U0001133E", "\U00011347", "\U0001134B"),
        ("\U00011357", "\U00011347", "\U0001134C"),
        ("\U000114B0", "\U000114B9", "\U000114BC"),
        ("\U000114BA", "\U000114B9", "\U000114BB"),
        ("\U000114BD", "\U000114B9", "\U000114BE"),
        ("\U000115AF", "\U000115B8\U000115B9", "\U000115BA\U000115BB"),
        ("\U00011930", "\U00011935", "\U00011938"),
    ];

    /// <summary>Characters that are only decomposed: a character followed by its two parts.</summary>
    public const string DecompositionOnly =
        "\u0344\u0308\u0301\u0958क\u093C\u0959ख\u093C\u095Aग\u093C\u095Bज\u093C\u095Cड\u093C\u095Dढ\u093C\u095Eफ\u093C\u095Fय\u093C\u09DCড\u09BC\u09DDঢ\u09BC\u09DFয\u09BC"
        + "\u0A33ਲ\u0A3C\u0A36ਸ\u0A3C\u0A59ਖ\u0A3C\u0A5Aਗ\u0A3C\u0A5Bਜ\u0A3C\u0A5Eਫ\u0A3C\u0B5Cଡ\u0B3C\u0B5Dଢ\u0B3C\u0F43ག\u0FB7\u0F4Dཌ\u0FB7\u0F52ད\u0FB7\u0F57བ\u0FB7\u0F5Cཛ\u0FB7"
        + "\u0F69ཀ\u0FB5\u0F73\u0F71\u0F72\u0F75\u0F71\u0F74\u0F76\u0FB2\u0F80\u0F78\u0FB3\u0F80\u0F81\u0F71\u0F80\u0F93\u0F92\u0FB7\u0F9D\u0F9C\u0FB7\u0FA2\u0FA1\u0FB7"
        + "\u0FA7\u0FA6\u0FB7\u0FAC\u0FAB\u0FB7\u0FB9\u0F90\u0FB5\u2ADC⫝\u0338\uFB1D\u05D9\u05B4\uFB1F\u05F2\u05B7\uFB2A\u05E9\u05C1\uFB2B\u05E9\u05C2\uFB2C\uFB49\u05C1"
        + "\uFB2D\uFB49\u05C2\uFB2E\u05D0\u05B7\uFB2F\u05D0\u05B8\uFB30\u05D0\u05BC\uFB31\u05D1\u05BC\uFB32\u05D2\u05BC\uFB33\u05D3\u05BC\uFB34\u05D4\u05BC\uFB35\u05D5\u05BC"
        + "\uFB36\u05D6\u05BC\uFB38\u05D8\u05BC\uFB39\u05D9\u05BC\uFB3A\u05DA\u05BC\uFB3B\u05DB\u05BC\uFB3C\u05DC\u05BC\uFB3E\u05DE\u05BC\uFB40\u05E0\u05BC\uFB41\u05E1\u05BC"
        + "\uFB43\u05E3\u05BC\uFB44\u05E4\u05BC\uFB46\u05E6\u05BC\uFB47\u05E7\u05BC\uFB48\u05E8\u05BC\uFB49\u05E9\u05BC\uFB4A\u05EA\u05BC\uFB4B\u05D5\u05B9\uFB4C\u05D1\u05BF"
        + "\uFB4D\u05DB\u05BF\uFB4E\u05E4\u05BF\U0001D15E𝅗\U0001D165\U0001D15F𝅘\U0001D165\U0001D160\U0001D15F\U0001D16E\U0001D161\U0001D15F\U0001D16F\U0001D162\U0001D15F\U0001D170"
        + "\U0001D163\U0001D15F\U0001D171\U0001D164\U0001D15F\U0001D172\U0001D1BB𝆹\U0001D165\U0001D1BC𝆺\U0001D165\U0001D1BD\U0001D1BB\U0001D16E\U0001D1BE\U0001D1BC\U0001D16E"
        + "\U0001D1BF\U0001D1BB\U0001D16F\U0001D1C0\U0001D1BC\U0001D16F";

    /// <summary>Singleton decompositions: pairs of a character and its replacement.</summary>
    public static readonly (int First, string Are)[] Singletons =
    [
        (0x0340, "\u0300\u0301"),
        (0x0343, "\u0313"),
        (0x0374, "ʹ"),
        (0x037E, ";"),
        (0x0387, "·"),
        (0x1F71, "ά"),
        (0x1F73, "έ"),
        (0x1F75, "ή"),
        (0x1F77, "ί"),
        (0x1F79, "ό"),
        (0x1F7B, "ύ"),
        (0x1F7D, "ώ"),
        (0x1FBB, "Ά"),
        (0x1FBE, "ι"),
        (0x1FC9, "Έ"),
        (0x1FCB, "Ή"),
        (0x1FD3, "ΐ"),
        (0x1FDB, "Ί"),
        (0x1FE3, "ΰ"),
        (0x1FEB, "Ύ"),
        (0x1FEE, "΅`"),
        (0x1FF9, "Ό"),
        (0x1FFB, "Ώ"),
        (0x1FFD, "´"),
        (0x2000, "\u2002\u2003"),
        (0x2126, "Ω"),
        (0x212A, "KÅ"),
        (0x2329, "〈〉"),
        (
            0xF900,
            "豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮兩凉梁糧良諒量勵呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹"
                + "寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀"
        ),
        (0xFA10, "塚"),
        (0xFA12, "晴"),
        (0xFA15, "凞猪益礼神祥福靖精羽"),
        (0xFA20, "蘒"),
        (0xFA22, "諸"),
        (0xFA25, "逸都"),
        (0xFA2A, "飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹艹著褐視謁謹賓贈辶逸難響頻恵𤋮舘"),
        (
            0xFA70,
            "並况全侀充冀勇勺喝啕喙嗢塚墳奄奔婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒敖晴朗望杖歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆視調諸請謁諾諭謹變贈輸遲醙鉶陼難靖韛響頋頻鬒龜𢡊𢡄𣏕㮝䀘䀹𥉉𥳐𧻓齃龎"
        ),
        (
            0x2F800,
            "丽丸乁𠄢你侮侻倂偺備僧像㒞𠘺免兔兤具𠔜㒹內再𠕋冗冤仌冬况𩇟凵刃㓟刻剆割剷㔕勇勉勤勺包匆北卉卑博即卽卿卿卿𠨬灰及叟𠭣叫叱吆咞吸呈周咢哶唐啓啣善善喙喫喳嗂圖嘆圗噑噴切壮城埴堍型堲報墬𡓤売壷夆多夢奢𡚨𡛪姬娛娧姘婦㛮㛼嬈嬾嬾𡧈寃寘寧寳𡬘寿将当尢㞁屠屮峀岍𡷤嵃𡷦嵮嵫嵼巡巢㠯巽帨帽幩㡢𢆃㡼庰庳庶廊𪎒廾𢌱𢌱舁弢弢㣇𣊸𦇚形彫㣣徚忍志忹悁㤺㤜悔𢛔惇慈慌慎慌"
                + "慺憎憲憤憯懞懲懶成戛扝抱拔捐𢬌挽拼捨掃揤𢯱搢揅掩㨮摩摾撝摷㩬敏敬𣀊旣書晉㬙暑㬈㫤冒冕最暜肭䏙朗望朡杞杓𣏃㭉柺枅桒梅𣑭梎栟椔㮝楂榣槪檨𣚣櫛㰘次𣢧歔㱎歲殟殺殻𣪍𡴋𣫺汎𣲼沿泍汧洖派海流浩浸涅𣴞洴港湮㴳滋滇𣻑淹潮𣽞𣾎濆瀹瀞瀛㶖灊災灷炭𠔥煅𤉣熜𤎫爨爵牐𤘈犀犕𤜵𤠔獺王㺬玥㺸㺸瑇瑜瑱璅瓊㼛甤𤰶甾𤲒異𢆟瘐𤾡𤾸𥁄㿼䀈直𥃳𥃲𥄙𥄳眞真真睊䀹瞋䁆䂖𥐝硎碌磌䃣𥘦祖"
                + "𥚚𥛅福秫䄯穀穊穏𥥼𥪧𥪧竮䈂𥮫篆築䈧𥲀糒䊠糨糣紀𥾆絣䌁緇縂繅䌴𦈨𦉇䍙𦋙罺𦌾羕翺者𦓚𦔣聠𦖨聰𣍟䏕育脃䐋脾媵𦞧𦞵𣎓𣎜舁舄辞䑫芑芋芝劳花芳芽苦𦬼若茝荣莭茣莽菧著荓菊菌菜𦰶𦵫𦳕䔫蓱蓳蔖𧏊蕤𦼬䕝䕡𦾱𧃒䕫虐虜虧虩蚩蚈蜎蛢蝹蜨蝫螆䗗蟡蠁䗹衠衣𧙧裗裞䘵裺㒻𧢮𧥦䚾䛇誠諭變豕𧲨貫賁贛起𧼯𠠄跋趼跰𠣞軔輸𨗒𨗭邔郱鄑𨜮鄛鈸鋗鋘鉼鏹鐕𨯺開䦕閷𨵷䧦雃嶲霣𩅅𩈚䩮䩶韠𩐊䪲𩒖"
                + "頋頋頩𩖶飢䬳餩馧駂駾䯎𩬰鬒鱀鳽䳎䳭鵧𪃎䳸𪄅𪈎𪊑麻䵖黹黾鼅鼏鼖鼻𪘀"
        ),
    ];

    /// <summary>Combining classes: first mark, last mark and class of each range. Marks of one class keep their order.</summary>
    public const string CombiningClasses =
        "\u0300\u0314\u00E6\u0315\u0315\u00E8\u0316\u0319\u00DC\u031A\u031A\u00E8\u031B\u031B\u00D8\u031C\u0320\u00DC\u0321\u0322\u00CA\u0323\u0326\u00DC\u0327\u0328\u00CA"
        + "\u0329\u0333\u00DC\u0334\u0338\u0001\u0339\u033C\u00DC\u033D\u0344\u00E6\u0345\u0345\u00F0\u0346\u0346\u00E6\u0347\u0349\u00DC\u034A\u034C\u00E6\u034D\u034E\u00DC"
        + "\u0350\u0352\u00E6\u0353\u0356\u00DC\u0357\u0357\u00E6\u0358\u0358\u00E8\u0359\u035A\u00DC\u035B\u035B\u00E6\u035C\u035C\u00E9\u035D\u035E\u00EA\u035F\u035F\u00E9"
        + "\u0360\u0361\u00EA\u0362\u0362\u00E9\u0363\u036F\u00E6\u0483\u0487\u00E6\u0591\u0591\u00DC\u0592\u0595\u00E6\u0596\u0596\u00DC\u0597\u0599\u00E6\u059A\u059A\u00DE"
        + "\u059B\u059B\u00DC\u059C\u05A1\u00E6\u05A2\u05A7\u00DC\u05A8\u05A9\u00E6\u05AA\u05AA\u00DC\u05AB\u05AC\u00E6\u05AD\u05AD\u00DE\u05AE\u05AE\u00E4\u05AF\u05AF\u00E6"
        + "\u05B0\u05B0\u000A\u05B1\u05B1\u000B\u05B2\u05B2\u000C\u05B3\u05B3\u000D\u05B4\u05B4\u000E\u05B5\u05B5\u000F\u05B6\u05B6\u0010\u05B7\u05B7\u0011\u05B8\u05B8\u0012"
        + "\u05B9\u05BA\u0013\u05BB\u05BB\u0014\u05BC\u05BC\u0015\u05BD\u05BD\u0016\u05BF\u05BF\u0017\u05C1\u05C1\u0018\u05C2\u05C2\u0019\u05C4\u05C4\u00E6\u05C5\u05C5\u00DC"
        + "\u05C7\u05C7\u0012\u0610\u0617\u00E6\u0618\u0618\u001E\u0619\u0619\u001F\u061A\u061A\u0020\u064B\u064B\u001B\u064C\u064C\u001C\u064D\u064D\u001D\u064E\u064E\u001E"
        + "\u064F\u064F\u001F\u0650\u0650\u0020\u0651\u0651\u0021\u0652\u0652\u0022\u0653\u0654\u00E6\u0655\u0656\u00DC\u0657\u065B\u00E6\u065C\u065C\u00DC\u065D\u065E\u00E6"
        + "\u065F\u065F\u00DC\u0670\u0670\u0023\u06D6\u06DC\u00E6\u06DF\u06E2\u00E6\u06E3\u06E3\u00DC\u06E4\u06E4\u00E6\u06E7\u06E8\u00E6\u06EA\u06EA\u00DC\u06EB\u06EC\u00E6"
        + "\u06ED\u06ED\u00DC\u0711\u0711\u0024\u0730\u0730\u00E6\u0731\u0731\u00DC\u0732\u0733\u00E6\u0734\u0734\u00DC\u0735\u0736\u00E6\u0737\u0739\u00DC\u073A\u073A\u00E6"
        + "\u073B\u073C\u00DC\u073D\u073D\u00E6\u073E\u073E\u00DC\u073F\u0741\u00E6\u0742\u0742\u00DC\u0743\u0743\u00E6\u0744\u0744\u00DC\u0745\u0745\u00E6\u0746\u0746\u00DC"
        + "\u0747\u0747\u00E6\u0748\u0748\u00DC\u0749\u074A\u00E6\u07EB\u07F1\u00E6\u07F2\u07F2\u00DC\u07F3\u07F3\u00E6\u07FD\u07FD\u00DC\u0816\u0819\u00E6\u081B\u0823\u00E6"
        + "\u0825\u0827\u00E6\u0829\u082D\u00E6\u0859\u085B\u00DC\u0898\u0898\u00E6\u0899\u089B\u00DC\u089C\u089F\u00E6\u08CA\u08CE\u00E6\u08CF\u08D3\u00DC\u08D4\u08E1\u00E6"
        + "\u08E3\u08E3\u00DC\u08E4\u08E5\u00E6\u08E6\u08E6\u00DC\u08E7\u08E8\u00E6\u08E9\u08E9\u00DC\u08EA\u08EC\u00E6\u08ED\u08EF\u00DC\u08F0\u08F0\u001B\u08F1\u08F1\u001C"
        + "\u08F2\u08F2\u001D\u08F3\u08F5\u00E6\u08F6\u08F6\u00DC\u08F7\u08F8\u00E6\u08F9\u08FA\u00DC\u08FB\u08FF\u00E6\u093C\u093C\u0007\u094D\u094D\u0009\u0951\u0951\u00E6"
        + "\u0952\u0952\u00DC\u0953\u0954\u00E6\u09BC\u09BC\u0007\u09CD\u09CD\u0009\u09FE\u09FE\u00E6\u0A3C\u0A3C\u0007\u0A4D\u0A4D\u0009\u0ABC\u0ABC\u0007\u0ACD\u0ACD\u0009"
        + "\u0B3C\u0B3C\u0007\u0B4D\u0B4D\u0009\u0BCD\u0BCD\u0009\u0C3C\u0C3C\u0007\u0C4D\u0C4D\u0009\u0C55\u0C55\u0054\u0C56\u0C56\u005B\u0CBC\u0CBC\u0007\u0CCD\u0CCD\u0009"
        + "\u0D3B\u0D3C\u0009\u0D4D\u0D4D\u0009\u0DCA\u0DCA\u0009\u0E38\u0E39\u0067\u0E3A\u0E3A\u0009\u0E48\u0E4B\u006B\u0EB8\u0EB9\u0076\u0EBA\u0EBA\u0009\u0EC8\u0ECB\u007A"
        + "\u0F18\u0F19\u00DC\u0F35\u0F35\u00DC\u0F37\u0F37\u00DC\u0F39\u0F39\u00D8\u0F71\u0F71\u0081\u0F72\u0F72\u0082\u0F74\u0F74\u0084\u0F7A\u0F7D\u0082\u0F80\u0F80\u0082"
        + "\u0F82\u0F83\u00E6\u0F84\u0F84\u0009\u0F86\u0F87\u00E6\u0FC6\u0FC6\u00DC\u1037\u1037\u0007\u1039\u103A\u0009\u108D\u108D\u00DC\u135D\u135F\u00E6\u1714\u1715\u0009"
        + "\u1734\u1734\u0009\u17D2\u17D2\u0009\u17DD\u17DD\u00E6\u18A9\u18A9\u00E4\u1939\u1939\u00DE\u193A\u193A\u00E6\u193B\u193B\u00DC\u1A17\u1A17\u00E6\u1A18\u1A18\u00DC"
        + "\u1A60\u1A60\u0009\u1A75\u1A7C\u00E6\u1A7F\u1A7F\u00DC\u1AB0\u1AB4\u00E6\u1AB5\u1ABA\u00DC\u1ABB\u1ABC\u00E6\u1ABD\u1ABD\u00DC\u1ABF\u1AC0\u00DC\u1AC1\u1AC2\u00E6"
        + "\u1AC3\u1AC4\u00DC\u1AC5\u1AC9\u00E6\u1ACA\u1ACA\u00DC\u1ACB\u1ACE\u00E6\u1B34\u1B34\u0007\u1B44\u1B44\u0009\u1B6B\u1B6B\u00E6\u1B6C\u1B6C\u00DC\u1B6D\u1B73\u00E6"
        + "\u1BAA\u1BAB\u0009\u1BE6\u1BE6\u0007\u1BF2\u1BF3\u0009\u1C37\u1C37\u0007\u1CD0\u1CD2\u00E6\u1CD4\u1CD4\u0001\u1CD5\u1CD9\u00DC\u1CDA\u1CDB\u00E6\u1CDC\u1CDF\u00DC"
        + "\u1CE0\u1CE0\u00E6\u1CE2\u1CE8\u0001\u1CED\u1CED\u00DC\u1CF4\u1CF4\u00E6\u1CF8\u1CF9\u00E6\u1DC0\u1DC1\u00E6\u1DC2\u1DC2\u00DC\u1DC3\u1DC9\u00E6\u1DCA\u1DCA\u00DC"
        + "\u1DCB\u1DCC\u00E6\u1DCD\u1DCD\u00EA\u1DCE\u1DCE\u00D6\u1DCF\u1DCF\u00DC\u1DD0\u1DD0\u00CA\u1DD1\u1DF5\u00E6\u1DF6\u1DF6\u00E8\u1DF7\u1DF8\u00E4\u1DF9\u1DF9\u00DC"
        + "\u1DFA\u1DFA\u00DA\u1DFB\u1DFB\u00E6\u1DFC\u1DFC\u00E9\u1DFD\u1DFD\u00DC\u1DFE\u1DFE\u00E6\u1DFF\u1DFF\u00DC\u20D0\u20D1\u00E6\u20D2\u20D3\u0001\u20D4\u20D7\u00E6"
        + "\u20D8\u20DA\u0001\u20DB\u20DC\u00E6\u20E1\u20E1\u00E6\u20E5\u20E6\u0001\u20E7\u20E7\u00E6\u20E8\u20E8\u00DC\u20E9\u20E9\u00E6\u20EA\u20EB\u0001\u20EC\u20EF\u00DC"
        + "\u20F0\u20F0\u00E6\u2CEF\u2CF1\u00E6\u2D7F\u2D7F\u0009\u2DE0\u2DFF\u00E6\u302A\u302A\u00DA\u302B\u302B\u00E4\u302C\u302C\u00E8\u302D\u302D\u00DE\u302E\u302F\u00E0"
        + "\u3099\u309A\u0008\uA66F\uA66F\u00E6\uA674\uA67D\u00E6\uA69E\uA69F\u00E6\uA6F0\uA6F1\u00E6\uA806\uA806\u0009\uA82C\uA82C\u0009\uA8C4\uA8C4\u0009\uA8E0\uA8F1\u00E6"
        + "\uA92B\uA92D\u00DC\uA953\uA953\u0009\uA9B3\uA9B3\u0007\uA9C0\uA9C0\u0009\uAAB0\uAAB0\u00E6\uAAB2\uAAB3\u00E6\uAAB4\uAAB4\u00DC\uAAB7\uAAB8\u00E6\uAABE\uAABF\u00E6"
        + "\uAAC1\uAAC1\u00E6\uAAF6\uAAF6\u0009\uABED\uABED\u0009\uFB1E\uFB1E\u001A\uFE20\uFE26\u00E6\uFE27\uFE2D\u00DC\uFE2E\uFE2F\u00E6\U000101FD\U000101FD\u00DC"
        + "\U000102E0\U000102E0\u00DC\U00010376\U0001037A\u00E6\U00010A0D\U00010A0D\u00DC\U00010A0F\U00010A0F\u00E6\U00010A38\U00010A38\u00E6\U00010A39\U00010A39\u0001"
        + "\U00010A3A\U00010A3A\u00DC\U00010A3F\U00010A3F\u0009\U00010AE5\U00010AE5\u00E6\U00010AE6\U00010AE6\u00DC\U00010D24\U00010D27\u00E6\U00010EAB\U00010EAC\u00E6"
        + "\U00010F46\U00010F47\u00DC\U00010F48\U00010F4A\u00E6\U00010F4B\U00010F4B\u00DC\U00010F4C\U00010F4C\u00E6\U00010F4D\U00010F50\u00DC\U00010F82\U00010F82\u00E6"
        + "\U00010F83\U00010F83\u00DC\U00010F84\U00010F84\u00E6\U00010F85\U00010F85\u00DC\U00011046\U00011046\u0009\U00011070\U00011070\u0009\U0001107F\U0001107F\u0009"
        + "\U000110B9\U000110B9\u0009\U000110BA\U000110BA\u0007\U00011100\U00011102\u00E6\U00011133\U00011134\u0009\U00011173\U00011173\u0007\U000111C0\U000111C0\u0009"
        + "\U000111CA\U000111CA\u0007\U00011235\U00011235\u0009\U00011236\U00011236\u0007\U000112E9\U000112E9\u0007\U000112EA\U000112EA\u0009\U0001133B\U0001133C\u0007"
        + "\U0001134D\U0001134D\u0009\U00011366\U0001136C\u00E6\U00011370\U00011374\u00E6\U00011442\U00011442\u0009\U00011446\U00011446\u0007\U0001145E\U0001145E\u00E6"
        + "\U000114C2\U000114C2\u0009\U000114C3\U000114C3\u0007\U000115BF\U000115BF\u0009\U000115C0\U000115C0\u0007\U0001163F\U0001163F\u0009\U000116B6\U000116B6\u0009"
        + "\U000116B7\U000116B7\u0007\U0001172B\U0001172B\u0009\U00011839\U00011839\u0009\U0001183A\U0001183A\u0007\U0001193D\U0001193E\u0009\U00011943\U00011943\u0007"
        + "\U000119E0\U000119E0\u0009\U00011A34\U00011A34\u0009\U00011A47\U00011A47\u0009\U00011A99\U00011A99\u0009\U00011C3F\U00011C3F\u0009\U00011D42\U00011D42\u0007"
        + "\U00011D44\U00011D45\u0009\U00011D97\U00011D97\u0009\U00016AF0\U00016AF4\u0001\U00016B30\U00016B36\u00E6\U00016FF0\U00016FF1\u0006\U0001BC9E\U0001BC9E\u0001"
        + "\U0001D165\U0001D166\u00D8\U0001D167\U0001D169\u0001\U0001D16D\U0001D16D\u00E2\U0001D16E\U0001D172\u00D8\U0001D17B\U0001D182\u00DC\U0001D185\U0001D189\u00E6"
        + "\U0001D18A\U0001D18B\u00DC\U0001D1AA\U0001D1AD\u00E6\U0001D242\U0001D244\u00E6\U0001E000\U0001E006\u00E6\U0001E008\U0001E018\u00E6\U0001E01B\U0001E021\u00E6"
        + "\U0001E023\U0001E024\u00E6\U0001E026\U0001E02A\u00E6\U0001E130\U0001E136\u00E6\U0001E2AE\U0001E2AE\u00E6\U0001E2EC\U0001E2EF\u00E6\U0001E8D0\U0001E8D6\u00DC"
        + "\U0001E944\U0001E949\u00E6\U0001E94A\U0001E94A\u0007";
}
