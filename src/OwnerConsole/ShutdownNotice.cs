namespace OwnerConsole;

/// <summary>Announces that a node is about to stop: <c>/readyz</c> tells load balancers to stop sending traffic, while the node still responds.</summary>
public sealed class ShutdownNotice
{
    private volatile bool _isAnnounced;

    public bool IsAnnounced => _isAnnounced;

    /// <param name="notice">Time that load balancers need to notice.</param>
    public Task Announce(TimeSpan notice)
    {
        _isAnnounced = true;
        return Task.Delay(notice);
    }
}
