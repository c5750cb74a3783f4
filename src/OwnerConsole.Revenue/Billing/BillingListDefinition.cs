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

    /// <summary>Column with the ID of the customer.</summary>
    public string CustomerColumn { get; init; } = "customer_id";

    /// <summary>Column that is true for records that need action, which are listed first; null if there is none.</summary>
    public string? UrgentColumn { get; init; }

    public IReadOnlyList<BillingChoice> Choices { get; init; } = [];

    /// <summary>Names of the operations on selected records.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    public string Address => $"/revenue/{Word}";

    public string Export => $"{Address}/export";

    public string ApiAddress => $"/api/v1/{Word}";

    /// <summary>Query parameters of the filters.</summary>
    public IReadOnlyList<string> ParameterNames => ["q", .. Choices.Select(choice => choice.Name), "tenant", "customer"];
}
