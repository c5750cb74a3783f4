using System.Globalization;

namespace World;

/// <summary>Command line options: what to generate and where to report it.</summary>
/// <param name="Scenario">Kind of platform.</param>
/// <param name="Months">Months of history; studios can be older.</param>
/// <param name="IsMessy">True to report like real applications: late, duplicated, with wrong clocks and for unknown tenants.</param>
/// <param name="Record">File for the reported and accepted data, as NDJSON; null for none.</param>
/// <param name="Until">End of the generated history.</param>
/// <param name="Stripe">Address of the FakeStripe that gets what the tenants pay; null for none.</param>
/// <param name="IsFollowUp">True to report nothing, and to add the examples that follow actions of the team.</param>
internal sealed record SimOptions(
    Uri Address,
    int Studios,
    int Seed,
    Scenario Scenario,
    int Months,
    bool IsMessy,
    string? Record,
    DateTimeOffset Until,
    Uri? Stripe,
    bool IsFollowUp
)
{
    public const string Usage =
        "World [address] [studios] [seed] [--as bot|studio|school|creative] [--months 6] [--messy] [--record FILE] [--until INSTANT] [--stripe ADDRESS] [--follow-up]";

    /// <exception cref="FormatException">An option is unknown, or a number is invalid.</exception>
    public static SimOptions Read(string[] words, DateTimeOffset now)
    {
        var (plain, months, isMessy, isFollowUp, until) = (new List<string>(), 6, false, false, now);
        string? record = null;
        Uri? stripe = null;
        var scenario = Scenario.Default;
        for (var at = 0; at < words.Length; at++)
            switch (words[at])
            {
                case "--as":
                    scenario = Scenario.Of(Next(words, ref at));
                    break;
                case "--months":
                    months = Number(Next(words, ref at));
                    break;
                case "--messy":
                    isMessy = true;
                    break;
                case "--record":
                    record = Next(words, ref at);
                    break;
                case "--until":
                    until = DateTimeOffset.Parse(Next(words, ref at), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime();
                    break;
                case "--stripe":
                    stripe = new(Next(words, ref at));
                    break;
                case "--follow-up":
                    isFollowUp = true;
                    break;
                case var word when word.StartsWith('-'):
                    throw new FormatException($"Unknown option {word}. {Usage}");
                default:
                    plain.Add(words[at]);
                    break;
            }
        return new(
            new(plain.ElementAtOrDefault(0) ?? "http://localhost:8080"),
            Number(plain.ElementAtOrDefault(1) ?? "200"),
            Number(plain.ElementAtOrDefault(2) ?? "2026"),
            scenario,
            months,
            isMessy,
            record,
            until,
            stripe,
            isFollowUp
        );
    }

    private static string Next(string[] words, ref int at) =>
        ++at < words.Length ? words[at] : throw new FormatException($"{words[at - 1]} requires a value. {Usage}");

    private static int Number(string word) => int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture);
}
