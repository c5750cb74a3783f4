namespace OwnerConsole.Pure.Dunning;

/// <summary>A step of dunning.</summary>
/// <param name="Day">Days after the payment failed or the invoice became overdue; 0 for at once.</param>
/// <param name="Action">What happens on that day.</param>
public sealed record DunningStep(int Day, DunningAction Action);
