namespace OwnerConsole.Client;

/// <summary>So much may not be used: thrown by <see cref="LimitAnswer.Demand"/>.</summary>
public sealed class LimitReachedException(LimitRefusal refusal) : Exception(refusal.Detail)
{
    public LimitRefusal Refusal => refusal;
}
