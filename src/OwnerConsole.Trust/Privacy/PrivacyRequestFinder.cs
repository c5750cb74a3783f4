using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Trust.Privacy.Pages;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Finds privacy requests by their ID, or by the complete email address of a person who is no member.</summary>
internal sealed class PrivacyRequestFinder : IFinder
{
    public string Kind => PrivacyRequest.EntityKind;

    public string Permission => PrivacyRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (
                    await work.List<HitRow>(
                        """
                        select r.request_id, r.kind, r.law, r.received_on from privacy.requests r
                         where r.tenant_id = 'tnt_platform' and r.closed_by is null
                           and (r.request_id = @text or (@showsEmails and lower(r.email) = lower(@text)))
                         order by r.opened_at desc
                         limit @most
                        """,
                        new
                        {
                            text,
                            most,
                            showsEmails = !HiddenFields.Has(FieldClass.Contact),
                        }
                    )
                ).Select(row => new SearchHit(
                    row.RequestId,
                    PrivacyLabels.Title(row.Kind, row.Law),
                    $"received on {PrivacyLabels.Day(row.ReceivedOn)} · privacy request",
                    PrivacyRoutes.Of(row.RequestId)
                )),
            ];

    private sealed record HitRow(string RequestId, PrivacyRequestKind Kind, PrivacyLaw Law, DateOnly ReceivedOn);
}
