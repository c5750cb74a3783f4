using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Chooses the fields of columns by their headers.</summary>
internal static class ImportMapping
{
    /// <param name="attributes">Attributes that the application declares for the kind.</param>
    /// <returns>Name of the field by column; empty for columns whose header isn't known.</returns>
    public static string[] Guess(ImportKind kind, IReadOnlyList<string> headers, IReadOnlyList<AttributeReport> attributes)
    {
        IReadOnlyList<ImportField> fields = [.. ImportFields.Of(kind), .. ImportFields.OfAttributes(kind, attributes)];
        var mapping = new string[headers.Count];
        for (var column = 0; column < headers.Count; column++)
        {
            var header = Normalize(headers[column]);
            var found = fields
                .Where(field => !mapping.AsSpan(0, column).Contains(field.Name))
                .OrderBy(field => field.Name == header ? 0 : 1)
                .FirstOrDefault(field => IsNamed(field, header));
            mapping[column] = found?.Name ?? "";
        }
        return mapping;
    }

    private static bool IsNamed(ImportField field, string header) =>
        field.Name == header || ImportFields.AttributeOf(field.Name) == header || Normalize(field.Title) == header || field.Synonyms.Contains(header);

    /// <returns>Lowercase letters and digits, with one underscore in place of everything else between them.</returns>
    public static string Normalize(string header)
    {
        var text = new StringBuilder(header.Length);
        foreach (var character in header.Trim())
            if (char.IsLetterOrDigit(character))
                text.Append(char.ToLowerInvariant(character));
            else if (text.Length > 0 && text[^1] != '_')
                text.Append('_');
        return text.ToString().TrimEnd('_');
    }

    /// <param name="columns">Name of the field by header.</param>
    /// <returns>Name of the field by column; empty for columns that are not imported.</returns>
    /// <exception cref="Problem">400: a header or field doesn't exist, a field has two columns, or a required one has none.</exception>
    public static string[] Read(ImportKind kind, IReadOnlyList<string> headers, IReadOnlyDictionary<string, string> columns)
    {
        var fields = ImportFields.Of(kind);
        foreach (var (header, field) in columns)
        {
            if (!headers.Contains(header))
                throw Problem.Invalid("columns", "names a column that the file doesn't have. GET /api/v1/imports/{id} lists its columns.");
            if (field.Length > 0 && fields.All(known => known.Name != field) && !IsAttribute(kind, field))
                throw Problem.Invalid("columns", $"must contain only these fields: {string.Join(", ", Names(kind))}.");
        }
        string[] mapping = [.. headers.Select(header => columns.GetValueOrDefault(header, ""))];
        if (mapping.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Problem.Invalid("columns", $"must not import two columns into {twice.Key}.");
        if (fields.FirstOrDefault(field => field.IsRequired && !mapping.Contains(field.Name)) is { } missing)
            throw Problem.Invalid("columns", $"must have a column for {missing.Name}.");
        return mapping;
    }

    private static IEnumerable<string> Names(ImportKind kind)
    {
        var names = ImportFields.Of(kind).Select(field => field.Name);
        return kind is ImportKind.MemberList ? names : names.Append("attributes such as attributes.industry");
    }

    private static bool IsAttribute(ImportKind kind, string field) => ImportFields.AttributeOf(field) is { } name && ImportFields.IsAttributeName(kind, name);
}
