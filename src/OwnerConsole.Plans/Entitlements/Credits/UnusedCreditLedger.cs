using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Finds and voids the unused credits of a refunded payment.</summary>
public sealed class UnusedCreditLedger(LogWriter log) : IUnusedCredits
{
    public Task<IReadOnlyList<UnusedCredits>> Find(IReadOnlyCollection<string> payments, IReadOnlyCollection<string> credits, UnitOfWork work) =>
        work.List<UnusedCredits>(
            $"""
            select c.credit_id, c.tenant_id, c.feature, c.amount - c.spent as rest, c.payment_id
              from entitlements.credits c
             where (c.payment_id = any(@payments) or c.credit_id = any(@credits)) and {RemainingCredit.IsUsable}
             order by {RemainingCredit.Order}
            """,
            new { payments = payments.ToArray(), credits = credits.ToArray() }
        );

    public async Task Void(string tenantId, IReadOnlyCollection<string> credits, string runId, UnitOfWork work)
    {
        var voided = await CreditRows.Void(tenantId, credits, runId, work);
        log.Write([.. voided.Select(Line)], work);
    }

    private static LogLine Line(VoidedCredit credit)
    {
        var says = Sentence.Say($"{new EntityReference(credit.TenantId)} loses ");
        KnownFeature.AppendAmount(Allowance.Of(credit.Rest), says);
        says.AppendLiteral(" unused credits, because the payment for them was refunded.");
        return new(credit.TenantId, "system", "system", "done", says) { Subject = credit.TenantId, Message = Message.Event(CreditsVoided.Event, credit.Event) };
    }
}
