using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Imports;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Turns the cells of a row into the report that the application would send.</summary>
internal static class ImportRowParser
{
    /// <param name="mapping">Name of the field by column.</param>
    /// <param name="declared">Attributes with a type that the application of the mode of the import declares, by name.</param>
    /// <exception cref="Problem">400: a cell is invalid.</exception>
    public static ImportedRow Parse(
        ImportKind kind,
        IReadOnlyList<string> mapping,
        IReadOnlyList<string> cells,
        IReadOnlyDictionary<string, AttributeReport> declared
    )
    {
        if (cells.Skip(mapping.Count).Any(cell => !string.IsNullOrWhiteSpace(cell)))
            throw Problem.Invalid("row", "has more cells than the header.");
        var fields = ImportFields.Of(kind).ToDictionary(field => field.Name, StringComparer.Ordinal);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var attributes = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        for (var column = 0; column < Math.Min(mapping.Count, cells.Count); column++)
            if (mapping[column] is { Length: > 0 } name && cells[column].Trim() is { Length: > 0 } text)
            {
                if (FormulaErrors.Contains(text))
                    throw Problem.Invalid(name, $"contains {text}, the error of a formula.");
                if (RoundedNumber.IsWritten(text))
                    throw Problem.Invalid(
                        name,
                        $"contains {text}. Excel keeps 15 digits of a number. Format the column as text and enter the complete numbers again."
                    );
                if (ImportFields.AttributeOf(name) is { } attribute)
                    attributes[attribute] = AttributeCell.Read(attribute, text, declared.GetValueOrDefault(attribute));
                else
                    values[name] = fields[name].IsTime ? Time(name, text) : text;
            }
        if (kind is ImportKind.MemberList)
            return new(Take(values, ImportFields.Member) ?? throw Problem.Invalid(ImportFields.Member, "must not be empty."), null, Json.Element(values), null);
        var externalId = Take(values, ImportFields.ExternalId) ?? throw Problem.Invalid(ImportFields.ExternalId, "must not be empty.");
        RequestBody.ReadExternalId($"ext:{externalId}", kind is ImportKind.Tenants ? "the tenant" : "the member");
        return kind is ImportKind.Tenants ? Tenant(externalId, values, attributes) : Member(externalId, values, attributes);
    }

    private static ImportedRow Tenant(string externalId, Dictionary<string, string> values, Dictionary<string, JsonElement> attributes)
    {
        var (plan, quantity, customer) = (Take(values, ImportFields.Plan), Take(values, ImportFields.Quantity), Take(values, ImportFields.StripeCustomer));
        var body = values.ToDictionary(value => value.Key, value => Json.Element(Written(value.Key, value.Value)), StringComparer.Ordinal);
        if (plan is not null)
            body["plan_items"] = Json.Element(new[] { new { plan, quantity = Quantity(quantity) } });
        else if (quantity is not null)
            throw Problem.Invalid(ImportFields.Quantity, "needs a plan in the same row.");
        if (customer is not null)
            body["stripe_customer_ids"] = Json.Element(new[] { customer });
        if (attributes.Count > 0)
            body["attributes"] = Json.Element(attributes);
        return new(externalId, null, TenantReportRequest.Read(Json.Element(body), ""), plan);
    }

    private static ImportedRow Member(string externalId, Dictionary<string, string> values, Dictionary<string, JsonElement> attributes)
    {
        var tenant = Take(values, ImportFields.Tenant) ?? throw Problem.Invalid(ImportFields.Tenant, "must not be empty.");
        var body = values.ToDictionary(value => value.Key, value => Json.Element(Written(value.Key, value.Value)), StringComparer.Ordinal);
        if (attributes.Count > 0)
            body["attributes"] = Json.Element(attributes);
        return new(externalId, tenant, MemberReportRequest.Read(Json.Element(body), ""), null);
    }

    private static string? Take(Dictionary<string, string> values, string field) => values.Remove(field, out var value) ? value : null;

    private static string Written(string field, string text) =>
        field switch
        {
            "lifecycle" or "role" => text.ToLowerInvariant(),
            "country" => text.ToUpperInvariant(),
            "phone" => string.Concat(text.Where(character => character is '+' or (>= '0' and <= '9'))),
            _ => text,
        };

    private static string Time(string field, string text) =>
        CellTime.Read(text) is { } time
            ? time.ToString("O", System.Globalization.CultureInfo.InvariantCulture)
            : throw Problem.Invalid(field, "must be a date, such as 2026-12-24 or 24.12.2026. With slashes, day and month must be distinguishable.");

    private static int Quantity(string? text) =>
        text is null ? 1
        : CellNumber.Read(text) is { } number and >= 1 and <= 1_000_000 && number == decimal.Truncate(number) ? (int)number
        : throw Problem.Invalid(ImportFields.Quantity, "must be a whole number from 1 to 1,000,000.");
}
