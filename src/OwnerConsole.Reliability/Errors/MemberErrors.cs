using Microsoft.AspNetCore.Components;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Reliability.Errors.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Errors;

/// <summary>The last errors of a member on their page, with the release and the device that the application reported with them.</summary>
internal static class MemberErrors
{
    private const int MaxShown = 5;

    /// <summary>Draws nothing for readers of some tenants only, because the pages of errors cover the whole platform.</summary>
    public static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        if (!place.Caller.IsOfPlatform)
            return static _ => { };
        var member = await SubjectResolver.Member(place, work);
        var records = await MemberRecords.Of(member.TenantId, member.Id, work);
        return PageResult.Of<MemberErrorsPanel>((nameof(MemberErrorsPanel.Errors), await Find(member.TenantId, records, work)));
    }

    /// <param name="records">IDs of the member and of the records merged into them.</param>
    /// <returns>The last occurrences that are kept, newest first.</returns>
    private static Task<IReadOnlyList<MemberError>> Find(string tenantId, IReadOnlyList<string> records, UnitOfWork work) =>
        work.List<MemberError>(
            """
            select e.event_id, e.group_id, e.title, e.occurred_at, e.release, e.environment,
                   coalesce(e.details #>> '{contexts,device,model}', e.details #>> '{contexts,device,family}') as device,
                   nullif(concat_ws(' ', e.details #>> '{contexts,os,name}', e.details #>> '{contexts,os,version}'), '') as os,
                   nullif(concat_ws(' ', e.details #>> '{contexts,browser,name}', e.details #>> '{contexts,browser,version}'), '') as browser
              from errors.events e
             where e.tenant_id = @tenantId
               and e.user_id = any(array(select m.external_id from core.members m where m.tenant_id = @tenantId and m.member_id = any(@records)))
             order by e.occurred_at desc, e.event_id
             limit @most
            """,
            new
            {
                tenantId,
                records,
                most = MaxShown,
            }
        );
}

/// <summary>An error of a member.</summary>
/// <param name="EventId">ID that the SDK gave the occurrence.</param>
/// <param name="GroupId">ID of the error that it is an occurrence of.</param>
/// <param name="Release">Release of the application; null if it is unknown.</param>
/// <param name="Device">Model or family of the device; null if it is unknown.</param>
/// <param name="Os">Name and version of the operating system; null if it is unknown.</param>
/// <param name="Browser">Name and version of the browser; null if it is unknown.</param>
public sealed record MemberError(
    string EventId,
    string GroupId,
    string Title,
    DateTimeOffset OccurredAt,
    string? Release,
    string? Environment,
    string? Device,
    string? Os,
    string? Browser
);
