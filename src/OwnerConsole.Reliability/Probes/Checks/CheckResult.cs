using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Prometheus;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>Result of one check.</summary>
/// <param name="Problem">What is wrong, as a sentence; null if nothing is.</param>
internal sealed record CheckResult(HealthState State, string? Problem)
{
    /// <summary>Longest problem that is stored.</summary>
    private const int MaxLength = 300;

    /// <summary>Metrics to store under the service of the probe.</summary>
    public IReadOnlyList<MetricSample> Samples { get; init; } = [];

    public static readonly CheckResult Up = new(HealthState.Up, null);

    public static CheckResult Degraded(string problem) => new(HealthState.Degraded, Clean(problem));

    public static CheckResult Down(string problem) => new(HealthState.Down, Clean(problem));

    /// <summary>Responses of servers can contain anything.</summary>
    private static string Clean(string text) =>
        TextTruncation.Truncate(string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim(), MaxLength);
}

/// <summary>A check failed for a reason that the team understands.</summary>
/// <param name="message">Plain sentence without secrets.</param>
internal sealed class CheckException(string message) : Exception(message);
