using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Order, concurrency and retries as entered when an endpoint is added or changed; a blank field keeps the current value.</summary>
internal sealed record DeliveryOptions(DeliveryOrder? Order, int? MaxInFlight, RetryPreset? Retry, string[]? RetryDelays)
{
    /// <summary>Maximum number of concurrent deliveries.</summary>
    public const int Most = 50;

    /// <summary>Concurrent deliveries of an unordered endpoint if no number is given.</summary>
    private const int DefaultUnordered = 5;

    /// <returns>The refusal; null when the options fit each other.</returns>
    public Refusal? Refuse(EndpointSettings.Row current) =>
        MaxInFlight is < 1 or > Most ? new("bad_max_in_flight", $"Concurrent deliveries must be between 1 and {Most}.")
        : Order is DeliveryOrder.Ordered && Changed(current) is > 1
            ? new("order_conflict", $"Ordered delivery sends one event at a time. Leave the number of concurrent deliveries blank, or choose unordered.")
        : Order is DeliveryOrder.Unordered && Changed(current) is 1
            ? new(
                "order_conflict",
                $"Unordered delivery needs at least 2 concurrent deliveries. Leave the number blank for {DefaultUnordered}, or choose ordered."
            )
        : HasDelays && WantsCustom ? RetrySchedule.Validate(RetryDelays!)
        : Retry is RetryPreset.Custom && current.Retry is not RetryPreset.Custom
            ? new("bad_retry_delays", $"A custom schedule needs its delays, such as 30s, 5m and 2h, one per line.")
        : null;

    /// <summary>The settings of an endpoint after the change.</summary>
    public EndpointSettings.Row Apply(EndpointSettings.Row current) =>
        current with
        {
            MaxInFlight = InFlight(current),
            Retry = HasDelays && WantsCustom ? RetryPreset.Custom : Retry ?? current.Retry,
            RetryDelays =
                HasDelays && WantsCustom ? RetrySchedule.Parse(RetryDelays) ?? []
                : (Retry ?? current.Retry) is RetryPreset.Custom ? current.RetryDelays
                : [],
        };

    /// <summary>Appends how failed deliveries are retried.</summary>
    public static void AppendRetries(Sentence sentence, EndpointSettings.Row settings)
    {
        var retries = settings.Schedule.Delays.Count;
        sentence.AppendLiteral(" A failed delivery will be retried up to ");
        sentence.AppendFormatted(retries, "time");
        sentence.AppendLiteral(", for about ");
        sentence.AppendKnown(settings.Schedule.LengthWords);
        sentence.AppendLiteral(".");
    }

    private bool HasDelays => RetryDelays?.Any(line => line.Trim().Length > 0) ?? false;

    private bool WantsCustom => Retry is null or RetryPreset.Custom;

    private int InFlight(EndpointSettings.Row current) =>
        Order switch
        {
            DeliveryOrder.Ordered => 1,
            DeliveryOrder.Unordered => Changed(current) ?? (current.MaxInFlight > 1 ? current.MaxInFlight : DefaultUnordered),
            _ => MaxInFlight ?? current.MaxInFlight,
        };

    /// <summary>A form contains the current number; only another one contradicts the order.</summary>
    private int? Changed(EndpointSettings.Row current) => MaxInFlight == current.MaxInFlight ? null : MaxInFlight;
}
