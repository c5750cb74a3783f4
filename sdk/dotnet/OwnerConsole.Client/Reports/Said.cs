namespace OwnerConsole.Client;

/// <summary>An optional field of a report. A field that was not set keeps its stored value; null clears it.</summary>
/// <remarks>Values convert implicitly: <c>Name = "Acme"</c>, <c>TrialEndsAt = null</c>.</remarks>
public readonly record struct Said<T> : ISaid
{
    private Said(T value) => (IsSaid, Value) = (true, value);

    /// <summary>False if the field was not set.</summary>
    public bool IsSaid { get; }

    public T Value { get; }

    object? ISaid.Value => Value;

    public static implicit operator Said<T>(T value) => new(value);
}

/// <summary>Untyped access for the serializer.</summary>
internal interface ISaid
{
    bool IsSaid { get; }

    object? Value { get; }
}
