using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Npgsql;

namespace OwnerConsole.Kernel.Data;

/// <summary>Reads rows into records by the names of their columns; a record and a query that differ are an error, never a silent default.</summary>
internal static class Rows
{
    private static readonly ConcurrentDictionary<Type, ConstructorInfo?> Constructors = new();

    public static async Task<List<T>> Read<T>(NpgsqlDataReader reader, int most, CancellationToken stop)
    {
        var make = Maker<T>(reader);
        var rows = new List<T>();
        while (rows.Count < most && await reader.ReadAsync(stop))
            rows.Add(make());
        return rows;
    }

    private static Func<T> Maker<T>(NpgsqlDataReader reader)
    {
        var constructor = Constructors.GetOrAdd(typeof(T), RecordConstructor);
        if (constructor is null)
            return () => (T)Value(reader, 0, typeof(T))!;

        var parameters = constructor.GetParameters();
        if (reader.FieldCount != parameters.Length)
            throw new InvalidOperationException($"{typeof(T).Name} has {parameters.Length} values and the query answers {reader.FieldCount} columns.");
        var columns = Array.ConvertAll(parameters, parameter => reader.GetOrdinal(Names.Snake(parameter.Name!)));
        return () =>
        {
            var values = new object?[parameters.Length];
            for (var at = 0; at < values.Length; at++)
                values[at] = Value(reader, columns[at], parameters[at].ParameterType);
            return (T)constructor.Invoke(values);
        };
    }

    /// <returns>the constructor of a record of ours; null for a plain value such as long or string</returns>
    private static ConstructorInfo? RecordConstructor(Type type) =>
        type.IsPrimitive || type.IsEnum || type.IsArray || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true
            ? null
            : type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First();

    private static object? Value(NpgsqlDataReader reader, int column, Type wanted)
    {
        if (reader.IsDBNull(column))
            return null;
        var type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        if (type.IsEnum)
            return Names.ToEnum(type, reader.GetString(column));
        if (type == typeof(DateTimeOffset))
            return reader.GetFieldValue<DateTimeOffset>(column);
        if (type == typeof(DateOnly))
            return reader.GetFieldValue<DateOnly>(column);
        if (type == typeof(JsonElement))
            return JsonSerializer.Deserialize<JsonElement>(reader.GetString(column));
        var value = reader.GetValue(column);
        return type.IsInstanceOfType(value) ? value : Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture);
    }
}
