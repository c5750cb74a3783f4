using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Exports all backups with the results of their verification as a file, for audits.</summary>
public sealed class BackupExport(ListExport export)
{
    public const string Address = BackupRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<BackupRow>> s_columns =
    [
        new("requested_at", row => FileCell.Instant(row.RequestedAt)),
        new("state", row => row.State.ToText()),
        new("error", row => row.Error),
        new("created_at", row => FileCell.Instant(row.CreatedAt)),
        new("bytes", row => (decimal?)row.Bytes),
        new("restored_at", row => FileCell.Instant(row.VerifiedAt)),
        new("restored_in_ms", row => (decimal?)row.VerificationMs),
        new("tenants", row => (decimal?)row.Tenants),
        new("members", row => (decimal?)row.Members),
        new("log_lines", row => (decimal?)row.Lines),
        new("requested_by", row => row.RequestedBy),
        new("id", row => row.BackupId),
    ];

    public IResult Send(HttpContext context)
    {
        BackupRoutes.RequirePlatform(context);
        return TableFile.Of(
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
}
