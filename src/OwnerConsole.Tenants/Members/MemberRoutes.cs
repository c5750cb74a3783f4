using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Members.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Members;

/// <summary>The page of one member.</summary>
public sealed class MemberRoutes(
    Database database,
    PlanNames plans,
    MemberCards cards,
    MemberSessions sessions,
    MemberActivities activities,
    Panels panels,
    DeclarationCache declarations,
    LogQuery log
)
{
    private const int Rows = 10;

    public async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        var address = MemberPageAddress.Of(id, context.Request);
        await using var work = await database.Read(context.RequestAborted);
        var member = await SubjectResolver.Member(caller, id, work);
        var card = await cards.Find(member.Id, work) ?? throw Problem.NotFound("member");
        if (card.MergedInto is not null)
            return await RedirectMerged(card, card.MergedInto, work);
        var records = await MemberRecords.Of(card.TenantId, id, work);
        var place = new PanelPlace(caller, card.MemberId, address.Path) { Member = member };
        var timeline = await MemberTimeline.Find(log, activities, caller, card.TenantId, records, address.Cursor, work);
        return new PageResult(
            card.Name ?? card.SupportNumber,
            PageResult.Of<MemberPage>(
                (nameof(MemberPage.Card), card),
                (nameof(MemberPage.Declared), declarations.Current.MemberAttributesOf(card.Mode)),
                (nameof(MemberPage.Caller), caller),
                (nameof(MemberPage.Address), address),
                (nameof(MemberPage.PlanNames), await plans(work)),
                (nameof(MemberPage.Merged), await cards.Merged(card.TenantId, id, work)),
                (nameof(MemberPage.Facts), await panels.Draw("member.facts", place, work)),
                (nameof(MemberPage.Actions), await panels.Draw("member.actions", place, work)),
                (nameof(MemberPage.Panels), await panels.Draw("member.overview", place, work)),
                (nameof(MemberPage.Usage), await sessions.Sum(card.TenantId, id, work)),
                (nameof(MemberPage.Sessions), await sessions.Find(card.TenantId, id, address.Sessions, Rows, work)),
                (nameof(MemberPage.Zone), (await Kernel.Settings.ReportingSettings.Of(work)).Zone),
                (nameof(MemberPage.Timeline), timeline),
                (nameof(MemberPage.Names), await SentenceRenderer.For(timeline.Entries.SelectMany(entry => entry.NamedIds), work))
            )
        );
    }

    private static async Task<IResult> RedirectMerged(MemberCard card, string into, UnitOfWork work) =>
        new PageResult(
            card.Name ?? card.SupportNumber,
            PageResult.Of<MergedMemberPage>(
                (nameof(MergedMemberPage.Card), card),
                (nameof(MergedMemberPage.Into), into),
                (nameof(MergedMemberPage.Names), await SentenceRenderer.For([into], work))
            )
        );
}
