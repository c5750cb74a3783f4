namespace OwnerConsole.Client;

/// <summary>An optional field of a report. A field that was not set keeps its stored value; null clears it.</summary>
/// <remarks>Values convert implicitly: <c>Name = "Acme"</c>, <c>TrialEndsAt = null</c>.</remarks>
public readonly record struct Optional<T> : IOptional
{
    private Optional(T value) => (IsSet, Value) = (true, value);

    /// <summary>False if the field was not set.</summary>
    public bool IsSet { get; }

    public T Value { get; }

    object? IOptional.Value => Value;

    public static implicit operator Optional<T>(T value) => new(value);
}

/// <summary>Untyped access for the serializer.</summary>
internal interface IOptional
{
    bool IsSet { get; }

    object? Value { get; }
}
