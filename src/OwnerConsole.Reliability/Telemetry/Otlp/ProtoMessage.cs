namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>How a field of a protobuf message is encoded, and what it becomes in JSON.</summary>
public enum ProtoKind
{
    Text,

    /// <summary>Bytes that are hexadecimal digits in JSON, as ids of traces are in OTLP.</summary>
    Hex,
    Base64,
    Bool,

    /// <summary>A number of variable length, also of an enum.</summary>
    Integer,
    Fixed64,
    SignedFixed64,
    Double,
    Message,
}

/// <summary>A field that is read. All others are skipped.</summary>
/// <param name="Name">Name in JSON.</param>
/// <param name="Message">Fields of a nested message; null for other kinds.</param>
public sealed record ProtoField(string Name, ProtoKind Kind, bool IsRepeated = false, ProtoMessage? Message = null);

/// <summary>The fields of a protobuf message by number.</summary>
public sealed class ProtoMessage
{
    private readonly Dictionary<int, ProtoField> _fields = [];

    /// <returns>Null for a field that is skipped.</returns>
    public ProtoField? this[int number] => _fields.GetValueOrDefault(number);

    /// <summary>Adds a field. Messages can contain themselves, so fields are added after they are created.</summary>
    public ProtoMessage With(int number, string name, ProtoKind kind, bool isRepeated = false)
    {
        _fields[number] = new(name, kind, isRepeated);
        return this;
    }

    /// <inheritdoc cref="With(int, string, ProtoKind, bool)"/>
    public ProtoMessage With(int number, string name, ProtoMessage message, bool isRepeated = false)
    {
        _fields[number] = new(name, ProtoKind.Message, isRepeated, message);
        return this;
    }
}
