using System.Globalization;
using System.Text.RegularExpressions;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>When the failed deliveries of an endpoint are retried.</summary>
/// <param name="Delays">Delays after the first failure, the second and so on, in seconds; there is one attempt more than there are delays.</param>
public sealed partial record RetrySchedule(RetryPreset Preset, IReadOnlyList<int> Delays)
{
    private const int MaxDelays = 20;

    private const int MaxDelay = 24 * 60 * 60;

    /// <remarks>
    /// Source: the retry schedule of Standard Webhooks 1.0.0, with the last attempt after 75.6 hours. The first retries are faster, because an endpoint that fails occasionally
    /// would otherwise block its queue for minutes.
    /// </remarks>
    private static readonly int[] s_standard = [1, 2, 5, 15, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

    private static readonly int[] s_quick = [1, 2, 5, 15, 30, 60, 120];

    private static readonly int[] s_patient = [5, 60, 300, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400, 86_400, 86_400];

    /// <param name="custom">Delays of a custom schedule in seconds; ignored for a preset.</param>
    public static RetrySchedule Of(RetryPreset preset, IReadOnlyList<int>? custom = null) =>
        new(
            preset,
            preset switch
            {
                RetryPreset.Quick => s_quick,
                RetryPreset.Patient => s_patient,
                RetryPreset.Custom => custom ?? [],
                _ => s_standard,
            }
        );

    /// <returns>The delays in seconds; null if one can't be read.</returns>
    public static int[]? Parse(IEnumerable<string>? lines)
    {
        var delays = new List<int>();
        foreach (var line in (lines ?? []).Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            if (Duration().Match(line) is not { Success: true } duration)
                return null;
            var unit = duration.Groups["unit"].Value switch
            {
                "h" => 3_600,
                "m" => 60,
                _ => 1,
            };
            delays.Add(int.Parse(duration.Groups["number"].Value, CultureInfo.InvariantCulture) * unit);
        }
        return [.. delays];
    }

    /// <returns>The refusal; null when the lines are a valid schedule.</returns>
    public static Refusal? Validate(IEnumerable<string> lines) =>
        Parse(lines) is { Length: > 0 and <= MaxDelays } delays && delays.All(delay => delay is >= 1 and <= MaxDelay)
            ? null
            : new("bad_retry_delays", $"A custom schedule has 1 to {MaxDelays} delays, each from 1s to 24h, such as 30s, 5m or 2h.");

    /// <summary>The lane pauses after ten failures in a row, regardless of the schedule.</summary>
    public RetryPolicy Policy =>
        new([.. Delays.Select(delay => TimeSpan.FromSeconds(delay))]) { PauseAfterFailures = 10, PauseLength = TimeSpan.FromMinutes(5) };

    /// <summary>Custom delays to store, in PostgreSQL's notation; null for a preset.</summary>
    internal string? Stored => Preset is RetryPreset.Custom ? $"{{{string.Join(',', Delays)}}}" : null;

    /// <summary>Delays as they can be entered: <c>30s</c>, <c>5m</c>, <c>2h</c>.</summary>
    public IEnumerable<string> Lines => Delays.Select(delay => Split(delay) is var (number, unit) ? $"{number}{unit[0]}" : "");

    /// <summary>Time from the first attempt to the last, without random variation.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds(Delays.Sum(delay => (long)delay));

    /// <summary>The delays in words: <c>1, 2 and 5 seconds, 1 and 30 minutes</c>.</summary>
    public string Words
    {
        get
        {
            var groups = new List<(string Unit, List<int> Numbers)>();
            foreach (var (number, unit) in Delays.Select(Split))
                if (groups.Count > 0 && groups[^1].Unit == unit)
                    groups[^1].Numbers.Add(number);
                else
                    groups.Add((unit, [number]));
            return string.Join(", ", groups.Select(group => $"{Enumerate(group.Numbers)} {(group.Numbers is [1] ? group.Unit : group.Unit + 's')}"));
        }
    }

    /// <summary>The length in words, rounded to its two largest units.</summary>
    public string LengthWords =>
        Length switch
        {
            { TotalDays: >= 1 } length => $"{Count(length.Days, "day")}{(length.Hours > 0 ? $" {Count(length.Hours, "hour")}" : "")}",
            { TotalHours: >= 1 } length => $"{Count(length.Hours, "hour")}{(length.Minutes > 0 ? $" {Count(length.Minutes, "minute")}" : "")}",
            { TotalMinutes: >= 1 } length => $"{Count(length.Minutes, "minute")}{(length.Seconds > 0 ? $" {Count(length.Seconds, "second")}" : "")}",
            var length => Count(length.Seconds, "second"),
        };

    private static string Count(int number, string unit) => $"{number} {unit}{(number == 1 ? "" : "s")}";

    private static (int Number, string Unit) Split(int delay) =>
        delay % 3_600 == 0 ? (delay / 3_600, "hour")
        : delay % 60 == 0 ? (delay / 60, "minute")
        : (delay, "second");

    private static string Enumerate(List<int> numbers) => numbers is [var only] ? $"{only}" : $"{string.Join(", ", numbers.SkipLast(1))} and {numbers[^1]}";

    [GeneratedRegex(@"^(?<number>[0-9]{1,5})(?<unit>[smh]?)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();
}
