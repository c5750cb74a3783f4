using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace OwnerConsole.Data;

/// <summary>Converts <c>new { ids, cause }</c> to parameters: enums as their words, JSON as jsonb, timestamps in UTC.</summary>
internal static class Parameters
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = new();

    public static void Add(NpgsqlParameterCollection parameters, object? args)
    {
        if (args is null)
            return;
        foreach (var property in Known.GetOrAdd(args.GetType(), type => type.GetProperties()))
            parameters.Add(Create(property.Name, property.PropertyType, property.GetValue(args)));
    }

    private static NpgsqlParameter Create(string name, Type type, object? value)
    {
        var (plain, kind) = ToDbValue(type, value);
        var parameter = new NpgsqlParameter { ParameterName = name, Value = plain };
        if (kind is not null)
            parameter.NpgsqlDbType = kind.Value;
        return parameter;
    }

    private static (object Plain, NpgsqlDbType? Kind) ToDbValue(Type type, object? value) =>
        value switch
        {
            null => (DBNull.Value, NullKind(Nullable.GetUnderlyingType(type) ?? type)),
            Enum word => (word.ToText(), NpgsqlDbType.Text),
            JsonElement json => (json.GetRawText(), NpgsqlDbType.Jsonb),
            IReadOnlyCollection<JsonElement> some => (some.Select(json => json.GetRawText()).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Jsonb),
            DateTimeOffset at => (at.UtcDateTime, NpgsqlDbType.TimestampTz),
            string[] texts => (texts, NpgsqlDbType.Array | NpgsqlDbType.Text),
            IReadOnlyCollection<string> texts => (texts.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text),
            _ => (value, null),
        };

    private static NpgsqlDbType? NullKind(Type type) =>
        type == typeof(string) || type.IsEnum ? NpgsqlDbType.Text
        : type == typeof(DateTimeOffset) ? NpgsqlDbType.TimestampTz
        : type == typeof(JsonElement) ? NpgsqlDbType.Jsonb
        : type == typeof(int) ? NpgsqlDbType.Integer
        : type == typeof(long) ? NpgsqlDbType.Bigint
        : type == typeof(byte[]) ? NpgsqlDbType.Bytea
        : type == typeof(bool) ? NpgsqlDbType.Boolean
        : null;
}
