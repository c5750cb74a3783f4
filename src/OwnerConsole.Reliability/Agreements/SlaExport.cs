using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Reliability.Agreements.Pages;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Exports all results of SLAs that match the filters.</summary>
internal sealed class SlaExport(ListExport export, SlaResultList list)
{
    public const string Address = SlaRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<SlaResultView>> s_columns =
    [
        new("sla_id", row => row.SlaId),
        new("sla", row => row.Sla),
        new("kind", row => row.Kind?.ToText()),
        new("tenant_id", row => row.TenantId),
        new("tenant", row => row.Tenant),
        new("starts_on", row => SlaLabels.Iso(row.StartsOn)),
        new("ends_on", row => SlaLabels.Iso(row.EndsOn)),
        new("target", row => row.Target),
        new("actual", row => row.Actual),
        new("state", row => row.State.ToText()),
        new("events", row => (decimal)row.Events),
        new("bad", row => (decimal)row.Bad),
        new("credit_percent", row => row.CreditPercent),
        new("credit", row => row.Credit?.InputText) { FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Credit?.Currency) { FieldClasses = [FieldClass.Money] },
        new("closed_at", row => FileCell.Instant(row.ClosedAt)),
    ];

    public IResult Send(HttpContext context)
    {
        var caller = SlaRoutes.Platform(context);
        var filters = SlaResultFilter.Read(context.Request.Query, Mode.Live) with { Limit = ListExport.PageSize };
        return TableFile.Of(
            context,
            SlaRoutes.List(context.Request),
            s_columns,
            export.Of(
                context,
                "sla_results",
                who => Sentence.Say($"{who} exported results of SLAs."),
                async work => filters with { Mode = await Modes.Shown(caller, work) },
                (filter, cursor, work) => list.Find(filter with { Cursor = cursor }, work)
            )
        );
    }
}
