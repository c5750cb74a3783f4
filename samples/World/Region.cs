namespace World;

/// <summary>A region with names of studios and people.</summary>
internal sealed record Region(string Country, string City, string TimeZone, string[] Studios, string[] First, string[] Last)
{
    /// <summary>Names in several scripts and directions, with apostrophes, dashes and markup characters, to test the console's display.</summary>
    public static readonly Region[] All =
    [
        new(
            "CH",
            "Zürich",
            "Europe/Zurich",
            ["Pilates Seefeld", "Tanzhaus Wiedikon", "Yoga am Fluss", "Bewegungsraum Höngg"],
            ["Lea", "Noah", "Mia", "Jürg", "Zoë"],
            ["Müller", "Keller", "Brunner", "Rüegg"]
        ),
        new(
            "FR",
            "Lyon",
            "Europe/Paris",
            ["Atelier de l'Étoile", "Studio Croix-Rousse", "L'Éveil", "Cœur & Souffle"],
            ["Chloé", "Théo", "Anaïs", "Noël", "Gaëlle"],
            ["Lefèvre", "D'Amico", "Garçon", "Moreau"]
        ),
        new(
            "PL",
            "Łódź",
            "Europe/Warsaw",
            ["Studio Ruchu Łódź", "Szkoła Tańca Żuraw", "Cichy Dom"],
            ["Zofia", "Łukasz", "Małgorzata", "Jędrzej"],
            ["Wiśniewska", "Wójcik", "Dąbrowski", "Źrebiec"]
        ),
        new(
            "IL",
            "תל אביב",
            "Asia/Jerusalem",
            ["סטודיו גל", "בית התנועה", "פילאטיס הנמל"],
            ["נועה", "איתי", "תמר", "יונתן"],
            ["כהן", "לוי", "מזרחי", "פרידמן"]
        ),
        new(
            "AE",
            "دبي",
            "Asia/Dubai",
            ["استوديو النور", "بيت اليوغا", "مركز الحركة"],
            ["ليلى", "عمر", "فاطمة", "يوسف"],
            ["الهاشمي", "النجار", "منصور", "حداد"]
        ),
        new("JP", "京都", "Asia/Tokyo", ["スタジオさくら", "ヨガの庭", "鴨川ダンス"], ["さくら", "健太", "美咲", "翔"], ["佐藤", "鈴木", "高橋", "渡辺"]),
        new(
            "BR",
            "São Paulo",
            "America/Sao_Paulo",
            ["Estúdio Ipê", "Casa do Movimento", "Respirar São João"],
            ["João", "Antônia", "Conceição", "Luís"],
            ["Gonçalves", "Araújo", "de Sá", "Magalhães"]
        ),
        new(
            "US",
            "Portland",
            "America/Los_Angeles",
            ["River City Barre", "Studio <b>old</b> & new", "Slow Flow Collective", "O'Malley Dance"],
            ["Ava", "Liam", "Shanice", "Mateo", "Mary-Jane"],
            ["O'Malley", "Nguyen", "Smith-Jones", "Null"]
        ),
    ];
}
