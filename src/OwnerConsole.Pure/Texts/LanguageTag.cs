using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Texts;

/// <summary>Languages as BCP 47 tags such as de, pt-BR or zh-Hant-TW. The program runs without ICU, so .NET knows no languages itself.</summary>
public static partial class LanguageTag
{
    /// <summary>English names by ISO 639 code, from the Unicode CLDR.</summary>
    private static readonly FrozenDictionary<string, string> s_names = """
        ab=Abkhazian;af=Afrikaans;ak=Akan;am=Amharic;an=Aragonese;ar=Arabic;as=Assamese;ay=Aymara;az=Azerbaijani;ba=Bashkir;be=Belarusian;
        bg=Bulgarian;bi=Bislama;bm=Bambara;bn=Bangla;bo=Tibetan;br=Breton;bs=Bosnian;ca=Catalan;ce=Chechen;ch=Chamorro;co=Corsican;cr=Cree;cs=Czech;
        cv=Chuvash;cy=Welsh;da=Danish;de=German;dv=Divehi;dz=Dzongkha;ee=Ewe;el=Greek;en=English;eo=Esperanto;es=Spanish;et=Estonian;eu=Basque;
        fa=Persian;ff=Fula;fi=Finnish;fj=Fijian;fo=Faroese;fr=French;fy=Western Frisian;ga=Irish;gd=Scottish Gaelic;gl=Galician;gn=Guarani;
        gu=Gujarati;gv=Manx;ha=Hausa;he=Hebrew;hi=Hindi;hr=Croatian;ht=Haitian Creole;hu=Hungarian;hy=Armenian;id=Indonesian;ig=Igbo;ik=Inupiaq;
        is=Icelandic;it=Italian;iu=Inuktitut;ja=Japanese;jv=Javanese;ka=Georgian;kg=Kongo;kk=Kazakh;kl=Kalaallisut;km=Khmer;kn=Kannada;ko=Korean;
        ks=Kashmiri;ku=Kurdish;kv=Komi;kw=Cornish;ky=Kyrgyz;la=Latin;lb=Luxembourgish;lg=Ganda;li=Limburgish;ln=Lingala;lo=Lao;lt=Lithuanian;
        lu=Luba-Katanga;lv=Latvian;mg=Malagasy;mi=Māori;mk=Macedonian;ml=Malayalam;mn=Mongolian;mr=Marathi;ms=Malay;mt=Maltese;my=Burmese;
        nb=Norwegian Bokmål;nd=North Ndebele;ne=Nepali;nl=Dutch;nn=Norwegian Nynorsk;no=Norwegian;nr=South Ndebele;ny=Nyanja;oc=Occitan;oj=Ojibwa;
        om=Oromo;or=Odia;os=Ossetic;pa=Punjabi;pl=Polish;ps=Pashto;pt=Portuguese;qu=Quechua;rm=Romansh;rn=Rundi;ro=Romanian;ru=Russian;
        rw=Kinyarwanda;sa=Sanskrit;sc=Sardinian;sd=Sindhi;se=Northern Sami;sg=Sango;si=Sinhala;sk=Slovak;sl=Slovenian;sm=Samoan;sn=Shona;so=Somali;
        sq=Albanian;sr=Serbian;ss=Swati;st=Southern Sotho;su=Sundanese;sv=Swedish;sw=Swahili;ta=Tamil;te=Telugu;tg=Tajik;th=Thai;ti=Tigrinya;
        tk=Turkmen;tn=Tswana;to=Tongan;tr=Turkish;ts=Tsonga;tt=Tatar;ty=Tahitian;ug=Uyghur;uk=Ukrainian;ur=Urdu;uz=Uzbek;ve=Venda;vi=Vietnamese;
        wa=Walloon;wo=Wolof;xh=Xhosa;yi=Yiddish;yo=Yoruba;za=Zhuang;zh=Chinese;zu=Zulu;ast=Asturian;ceb=Cebuano;chr=Cherokee;ckb=Central Kurdish;
        dsb=Lower Sorbian;fil=Filipino;fur=Friulian;gsw=Swiss German;haw=Hawaiian;hmn=Hmong;hsb=Upper Sorbian;kab=Kabyle;kok=Konkani;mai=Maithili;
        nds=Low German;sah=Yakut;scn=Sicilian;vec=Venetian;yue=Cantonese
        """.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(pair => pair.Split('=')).ToFrozenDictionary(
        pair => pair[0],
        pair => pair[1],
        StringComparer.Ordinal
    );

    private static readonly FrozenSet<string> s_rightToLeftLanguages = new[] { "ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi" }.ToFrozenSet(
        StringComparer.Ordinal
    );

    private static readonly FrozenSet<string> s_rightToLeftScripts = new[]
    {
        "Adlm",
        "Arab",
        "Hebr",
        "Mand",
        "Nkoo",
        "Rohg",
        "Samr",
        "Syrc",
        "Thaa",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <returns>The tag in its usual case, such as de-CH; null if it is not a tag or its language is unknown.</returns>
    public static string? Normalize(string text)
    {
        if (!Form.IsMatch(text))
            return null;
        var parts = text.Split('-');
        for (var at = 0; at < parts.Length; at++)
        {
            var lower = parts[at].ToLowerInvariant();
            parts[at] =
                at == 0 ? lower
                : lower.Length == 4 && char.IsAsciiLetter(lower[0]) ? char.ToUpperInvariant(lower[0]) + lower[1..]
                : lower.Length == 2 ? lower.ToUpperInvariant()
                : lower;
        }
        return s_names.ContainsKey(parts[0]) ? string.Join('-', parts) : null;
    }

    /// <summary>Returns the tags that match a recipient's language, best first: the exact tag, then its parents.</summary>
    /// <returns>Empty if the language is missing or unknown, so that the default text is used.</returns>
    public static IReadOnlyList<string> Fallbacks(string? language)
    {
        var found = new List<string>();
        for (var tag = language is null ? null : Normalize(language); tag is not null; tag = tag.LastIndexOf('-') is var end and > 0 ? tag[..end] : null)
            found.Add(tag);
        return found;
    }

    /// <param name="tag">A normalized tag.</param>
    public static bool IsRightToLeft(string tag)
    {
        var parts = tag.Split('-');
        return parts.Length > 1 && parts[1].Length == 4 ? s_rightToLeftScripts.Contains(parts[1]) : s_rightToLeftLanguages.Contains(parts[0]);
    }

    /// <param name="tag">A normalized tag.</param>
    /// <returns>The English name, with script and region in brackets, such as <c>German (CH)</c>.</returns>
    public static string Name(string tag)
    {
        var parts = tag.Split('-', 2);
        return parts.Length == 1 ? s_names[tag] : $"{s_names[parts[0]]} ({parts[1].Replace("-", ", ", StringComparison.Ordinal)})";
    }

    /// <summary>Form of a tag: language, script, region and variants. Extensions and private use don't choose a text.</summary>
    [GeneratedRegex(
        "^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,3}\\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    public static partial Regex Form { get; }
}
