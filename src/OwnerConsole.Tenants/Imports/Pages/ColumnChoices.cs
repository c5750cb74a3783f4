using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Tenants.Imports.Pages;

/// <summary>Fields that a column of an import can be imported into.</summary>
internal static class ColumnChoices
{
    /// <param name="column">Index of the column.</param>
    /// <param name="declared">Attributes that the application declares.</param>
    /// <returns>Declared attributes, the attribute that the header names, and the chosen one. Empty for a list of members, which has none.</returns>
    public static IReadOnlyList<ImportField> Attributes(DataImport import, int column, IReadOnlyList<AttributeReport> declared)
    {
        var header = ImportMapping.Normalize(import.Headers[column]);
        var isOffered = ImportFields.IsAttributeName(import.Kind, header) && ImportFields.Of(import.Kind).All(field => field.Name != header);
        var other = new[] { ImportFields.AttributeOf(import.Mapping[column]), isOffered ? header : null };
        return
        [
            .. ImportFields
                .OfAttributes(import.Kind, declared)
                .Concat(other.OfType<string>().Select(name => new ImportField(ImportFields.AttributePrefix + name, name)))
                .DistinctBy(field => field.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>What the row is about: its name, or else its ID.</summary>
    /// <returns>Empty if the row has neither.</returns>
    public static string NameOf(DataImport import, ImportRowView row)
    {
        foreach (var field in (string[])["name", "email", ImportFields.ExternalId, ImportFields.Member])
            if (Array.IndexOf(import.Mapping, field) is >= 0 and var column && row.Cells.ElementAtOrDefault(column) is { Length: > 0 } cell)
                return cell;
        return "";
    }
}
