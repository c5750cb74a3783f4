using OwnerConsole.Kernel.Intakes;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>What a metric is computed from, and how one knows up to when that is complete.</summary>
/// <param name="Name">a word that programs can tell apart</param>
/// <param name="CompleteSql">answers one instant up to which everything is in; null when it always is</param>
public sealed record Basis(string Name, string? CompleteSql = null)
{
    /// <summary>An instant that lies further back than this makes a number stale.</summary>
    public TimeSpan MostLag { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whoever changes what was on a day that is over says so in core.point_dirt, so numbers of such days can be kept.</summary>
    public bool TellsDays { get; init; }

    /// <summary>What is written in the transaction that reports or decides it.</summary>
    public static readonly Basis Facts = new("facts") { TellsDays = true };

    /// <summary>What is folded from events.</summary>
    public static readonly Basis Events = new(
        "events",
        $"select least((select recount_asked_at from core.folding), coalesce(({IntakeCounts.FirstUnfolded}), now()))"
    )
    {
        TellsDays = true,
    };
}
