using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Billing;

/// <summary>Selects all records of a list that match a filter.</summary>
public sealed class MatchingRecords(string subject, IBillingList list) : ISubjectQuery
{
    public string Subject => subject;

    public Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work)
    {
        var asked = query.ToQueryCollection(list.Definition.ParameterNames);
        return list.Ids(BillingFilter.Read(asked, within, caller.OnlyTenant, list.Definition.Choices) with { Limit = most }, work);
    }
}
