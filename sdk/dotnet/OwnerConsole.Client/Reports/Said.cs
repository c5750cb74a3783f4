namespace OwnerConsole.Client;

/// <summary>A field of a report. One that was not set is left as it is; null empties it.</summary>
/// <remarks>It comes by itself: <c>Name = "Acme"</c>, <c>TrialEndsAt = null</c>.</remarks>
public readonly record struct Said<T> : ISaid
{
    private Said(T value) => (IsSaid, Value) = (true, value);

    /// <summary>False for a field that was not set.</summary>
    public bool IsSaid { get; }

    public T Value { get; }

    object? ISaid.Value => Value;

    public static implicit operator Said<T>(T value) => new(value);
}

/// <summary>A field of any type, for whoever writes it.</summary>
internal interface ISaid
{
    bool IsSaid { get; }

    object? Value { get; }
}
