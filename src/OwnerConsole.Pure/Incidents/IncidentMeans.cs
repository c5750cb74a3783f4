namespace OwnerConsole.Pure.Incidents;

/// <summary>Mean times of several incidents.</summary>
/// <param name="Incidents">Number of incidents.</param>
/// <param name="TimeToDetect">Mean time to detect (MTTD); null without incidents.</param>
/// <param name="TimeToAcknowledge">Mean time to acknowledge (MTTA) of those that were acknowledged; null without any.</param>
/// <param name="TimeToResolve">Mean time to resolve (MTTR) of those that are resolved; null without any.</param>
public sealed record IncidentMeans(int Incidents, TimeSpan? TimeToDetect, TimeSpan? TimeToAcknowledge, TimeSpan? TimeToResolve)
{
    /// <param name="incidents">Times of the incidents.</param>
    /// <returns>Means over the incidents that have reached the step.</returns>
    public static IncidentMeans Of(IReadOnlyCollection<IncidentTimes> incidents) =>
        new(
            incidents.Count,
            Mean(incidents.Select(times => (TimeSpan?)times.TimeToDetect)),
            Mean(incidents.Select(times => times.TimeToAcknowledge)),
            Mean(incidents.Select(times => times.TimeToResolve))
        );

    private static TimeSpan? Mean(IEnumerable<TimeSpan?> spans) =>
        spans.OfType<TimeSpan>().ToList() is { Count: > 0 } known ? TimeSpan.FromSeconds(known.Average(span => span.TotalSeconds)) : null;
}
