namespace OwnerConsole;

/// <summary>Said before a node among others stops: whatever sends it traffic sees at <c>/readyz</c> that it should go elsewhere, and meanwhile it goes on answering.</summary>
public sealed class Leaving
{
    private volatile bool _isSaid;

    public bool IsSaid => _isSaid;

    /// <param name="notice">how long others take to notice</param>
    public Task Say(TimeSpan notice)
    {
        _isSaid = true;
        return Task.Delay(notice);
    }
}
