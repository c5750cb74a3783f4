using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Exports all backups with the results of their verification as a file, for audits.</summary>
public sealed class BackupExport(ListExport export)
{
    public const string Address = BackupRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<BackupRow>> s_columns =
    [
        new("asked_at", row => FileCell.Instant(row.AskedAt)),
        new("state", row => row.State.ToText()),
        new("why", row => row.Why),
        new("made_at", row => FileCell.Instant(row.MadeAt)),
        new("bytes", row => (decimal?)row.Bytes),
        new("restored_at", row => FileCell.Instant(row.TriedAt)),
        new("restored_in_ms", row => (decimal?)row.TrialMs),
        new("tenants", row => (decimal?)row.Tenants),
        new("members", row => (decimal?)row.Members),
        new("log_lines", row => (decimal?)row.Lines),
        new("asked_by", row => row.AskedBy),
        new("id", row => row.BackupId),
    ];

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            new(BackupRoutes.Address),
            s_columns,
            export.Of(
                context,
                "backups",
                who => Sentence.Say($"{who} exported the list of backups."),
                (cursor, work) => BackupRow.Page(cursor, ListExport.PageSize, work)
            )
        );
}
