namespace OwnerConsole;

/// <summary>Announces that a node is about to stop: <c>/readyz</c> tells load balancers to stop sending traffic, while the node still responds.</summary>
public sealed class Leaving
{
    private volatile bool _isSaid;

    public bool IsSaid => _isSaid;

    /// <param name="notice">Time that load balancers need to notice.</param>
    public Task Say(TimeSpan notice)
    {
        _isSaid = true;
        return Task.Delay(notice);
    }
}
