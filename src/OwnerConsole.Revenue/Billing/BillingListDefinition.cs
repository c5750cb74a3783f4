using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Billing;

/// <summary>Name, filters and order of a list of billing records.</summary>
/// <param name="Word">Plural noun in addresses and texts, such as invoices. It is also the name of the table.</param>
/// <param name="Title">Title of the page.</param>
public sealed record BillingListDefinition(string Word, string Title)
{
    /// <summary>Other words that people search the page by, separated by commas.</summary>
    public string Synonyms { get; init; } = "";

    /// <summary>Columns that the search compares with the whole text.</summary>
    public IReadOnlyList<string> SearchedColumns { get; init; } = [];

    /// <summary>Columns that the search looks for the text in.</summary>
    public IReadOnlyList<string> NameColumns { get; init; } = [];

    /// <summary>Column with the ID of the customer; null for records of the platform, which belong to no customer and no tenant.</summary>
    public string? CustomerColumn { get; init; } = "customer_id";

    /// <summary>Rows of the list in SQL: its table, or a statement in parentheses.</summary>
    public string Source { get; init; } = $"billing.{Word}";

    /// <summary>Column that is true for records that need action, which are listed first; null if there is none.</summary>
    public string? UrgentColumn { get; init; }

    /// <summary>Tabs of the page; the list is the first one. Empty for a page without tabs.</summary>
    public IReadOnlyList<PageTab> Tabs { get; init; } = [];

    public IReadOnlyList<BillingChoice> Choices { get; init; } = [];

    /// <summary>Names of the operations on selected records.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Whether operations can run on all records that match a filter; otherwise only on selected ones.</summary>
    public bool CanSelectAll { get; init; } = true;

    public string Address => $"/revenue/{Word}";

    public string Export => $"{Address}/export";

    public string ApiAddress => $"/api/v1/{Word}";

    /// <summary>Query parameters of the filters.</summary>
    public IReadOnlyList<string> ParameterNames =>
        ["q", .. Choices.Select(choice => choice.Name), .. CustomerColumn is null ? Array.Empty<string>() : ["tenant", "customer"]];

    /// <summary>Description of the search in the API.</summary>
    public string SearchDescription =>
        CustomerColumn is null
            ? "Complete ID of a record, or part of its name."
            : "Complete ID of a record, its customer or its invoice; complete invoice number or customer email; part of a tenant's name, contact email or ID.";
}
