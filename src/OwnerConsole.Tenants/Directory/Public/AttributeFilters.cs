using OwnerConsole.Kernel.Applications;
using OwnerConsole.Pure.Addresses;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Directory.Public;

/// <summary>Filters of a list by reported attributes.</summary>
public static class AttributeFilters
{
    /// <summary>Numbers and dates get one field for each end of the range; booleans and choices get a list of options.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="declared">Attributes that the application has declared.</param>
    /// <param name="address">Address of the list, with the filters that are set.</param>
    public static IEnumerable<ListFilter> Of(string name, IReadOnlyList<AttributeReport> declared, ListAddress address)
    {
        var report = declared.FirstOrDefault(attributeReport => attributeReport.Name == name);
        var value = new ListFilter(AttributeFilter.Of(name), report?.Title ?? Label(name));
        ListFilter To(AttributeBound bound, string word) =>
            new(AttributeFilter.Of(name, bound), $"{value.Label}, {word}")
            {
                IsNumber = report?.Type is AttributeValueType.Number,
                IsDay = report?.Type is AttributeValueType.Date,
                // An attribute without a declared type can be filtered only by URL, so it appears only while it is set.
                IsInMenu = report?.Type is AttributeValueType.Number or AttributeValueType.Date,
            };
        var isRange = report?.Type is AttributeValueType.Number or AttributeValueType.Date;
        yield return report?.Type switch
        {
            null when name == "country" => value with { Options = [.. Country.All], IsSearched = true },
            AttributeValueType.Boolean => value with { Options = [("true", "Yes"), ("false", "No")] },
            AttributeValueType.Choice => ListFilter.OfTexts(value.Name, value.Label, report.Choices ?? []),
            _ => value with { IsInMenu = !isRange || address[value.Name] is not null },
        };
        if (isRange || address[AttributeFilter.Of(name, AttributeBound.From)] is not null)
            yield return To(AttributeBound.From, "from");
        if (isRange || address[AttributeFilter.Of(name, AttributeBound.To)] is not null)
            yield return To(AttributeBound.To, "to");
    }

    /// <returns>Filters of the attributes that the address sets.</returns>
    public static IEnumerable<ListFilter> OfSelected(IReadOnlyList<AttributeReport> declared, ListAddress address) =>
        Selected(address).SelectMany(name => Of(name, declared, address));

    /// <returns>Filters of the declared attributes, and then of others that the address sets.</returns>
    public static IEnumerable<ListFilter> OfDeclared(IReadOnlyList<AttributeReport> declared, ListAddress address) =>
        declared.Select(attribute => attribute.Name).Union(Selected(address), StringComparer.Ordinal).SelectMany(name => Of(name, declared, address));

    private static IEnumerable<string> Selected(ListAddress address) =>
        address.Filters.Select(part => AttributeFilter.NameOf(part.Key)).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>The label of an attribute without a declared title: <c>company_size</c> becomes Company size.</summary>
    private static string Label(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
