namespace OwnerConsole.Client;

/// <summary>A limit was reached. Thrown by <see cref="LimitResult.ThrowIfRefused"/>.</summary>
public sealed class LimitReachedException(LimitRefusal refusal) : Exception(refusal.Detail)
{
    public LimitRefusal Refusal => refusal;
}
