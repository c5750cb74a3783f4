using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Npgsql;

namespace OwnerConsole.Data;

/// <summary>
/// Reads rows into records by column name; a mismatch between record and query is an error, never a silent default. A record that extends another takes
/// it as the first parameter. Records and lists of records inside of a record are read from JSON.
/// </summary>
internal static class RowReader
{
    private static readonly ConcurrentDictionary<Type, RecordShape?> Shapes = new();
    private static readonly JsonElement s_nothing = JsonElement.Parse("{}");

    public static async Task<List<T>> Read<T>(NpgsqlDataReader reader, int most, CancellationToken stop)
    {
        var make = CreateFactory<T>(reader);
        var rows = new List<T>();
        while (rows.Count < most && await reader.ReadAsync(stop))
            rows.Add(make());
        return rows;
    }

    private static Func<T> CreateFactory<T>(NpgsqlDataReader reader)
    {
        if (Shapes.GetOrAdd(typeof(T), ShapeOf) is not { } shape)
        {
            var read = ReaderOf(typeof(T));
            return () => (T)Value(reader, 0, read)!;
        }

        if (reader.FieldCount != shape.Columns.Length)
            throw new InvalidOperationException($"{typeof(T).Name} has {shape.Columns.Length} values, but the query returns {reader.FieldCount} columns.");
        var places = Array.ConvertAll(shape.Columns, reader.GetOrdinal);
        return () =>
        {
            var values = new object?[places.Length];
            for (var at = 0; at < values.Length; at++)
                values[at] = Value(reader, places[at], shape.Read[at]);
            return (T)shape.Create(values);
        };
    }

    /// <returns>The constructor of a record; null for a plain value such as long or string.</returns>
    private static RecordShape? ShapeOf(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsArray || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
            return null;
        var constructor = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First();
        var parameters = constructor.GetParameters();
        var extended = parameters is [{ ParameterType: var first }, ..] && first == type.BaseType ? ShapeOf(first) : null;
        var own = parameters.Skip(extended is null ? 0 : 1).ToList();
        return new(
            ConstructorInvoker.Create(constructor),
            extended,
            [.. extended?.Columns ?? [], .. own.Select(parameter => SnakeCaseNames.ToSnakeCase(parameter.Name!))],
            [.. extended?.Read ?? [], .. own.Select(parameter => ReaderOf(parameter.ParameterType))]
        );
    }

    private static object? Value(NpgsqlDataReader reader, int column, Func<NpgsqlDataReader, int, object> read) =>
        reader.IsDBNull(column) ? null : read(reader, column);

    private static Func<NpgsqlDataReader, int, object> ReaderOf(Type type)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted.IsEnum)
            return (reader, column) => SnakeCaseNames.ToEnum(wanted, reader.GetString(column));
        if (wanted == typeof(DateTimeOffset))
            return (reader, column) => reader.GetFieldValue<DateTimeOffset>(column);
        if (wanted == typeof(DateOnly))
            return (reader, column) => reader.GetFieldValue<DateOnly>(column);
        if (wanted == typeof(JsonElement))
            return (reader, column) => Parse(reader.GetString(column));
        if (wanted == typeof(string))
            return (reader, column) => reader.GetString(column);
        if (wanted == typeof(string[]) || wanted == typeof(IReadOnlyList<string>))
            return (reader, column) => reader.GetFieldValue<string[]>(column);
        if (wanted == typeof(int[]))
            return (reader, column) => reader.GetFieldValue<int[]>(column);
        if (wanted == typeof(long[]))
            return (reader, column) => reader.GetFieldValue<long[]>(column);
        if (IsJson(wanted))
            return (reader, column) => Json.ReadStored(Parse(reader.GetString(column)), wanted);
        return (reader, column) =>
            reader.GetValue(column) is var value && wanted.IsInstanceOfType(value)
                ? value
                : Convert.ChangeType(value, wanted, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a column contains a record or a list of records as JSON.</summary>
    private static bool IsJson(Type type) =>
        type.IsGenericType
            ? type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            : type.IsClass && !type.IsArray && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true;

    /// <summary>Many rows contain empty JSON, which is not parsed again each time.</summary>
    private static JsonElement Parse(string text) => text is "{}" ? s_nothing : JsonElement.Parse(text);

    /// <summary>How a record is created, cached because every query and row needs it.</summary>
    /// <param name="Extended">The base record, if the constructor takes it first; its columns come before the others.</param>
    private sealed record RecordShape(ConstructorInvoker Make, RecordShape? Extended, string[] Columns, Func<NpgsqlDataReader, int, object>[] Read)
    {
        public object Create(Span<object?> values)
        {
            if (Extended is null)
                return Make.Invoke(values);
            var common = Extended.Columns.Length;
            object?[] own = [Extended.Create(values[..common]), .. values[common..]];
            return Make.Invoke(own.AsSpan());
        }
    }
}
