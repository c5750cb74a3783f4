using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Pure.Dunning;

/// <summary>What the conditions of a campaign are compared with: an unpaid invoice and its tenant.</summary>
/// <param name="Plans">Keys of the tenant's plans; empty without a plan.</param>
/// <param name="Due">Unpaid amount in the currency of the invoice.</param>
/// <param name="Converted">The amount in the reporting currency; null if a rate is missing.</param>
/// <param name="Country">Country that the application reports for the tenant; null if it reports none.</param>
/// <param name="Tenure">Full months since the tenant was opened.</param>
public sealed record UnpaidFacts(IReadOnlyCollection<string> Plans, Money Due, Money? Converted, string? Country, int Tenure);
