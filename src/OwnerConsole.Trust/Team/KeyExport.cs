using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.Team;

/// <summary>Exports the list of API keys, for access reviews.</summary>
public sealed class KeyExport(ListExport export, KeyList keys, TimeProvider clock)
{
    public const string Address = KeyRoutes.Address + "/export";

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            KeyFilter.Address(context.Request),
            Columns,
            export.OfAll(
                context,
                "api_keys",
                who => Sentence.Say($"{who} exported the list of API keys."),
                _ => keys.Find(Caller.Of(context)!, KeyFilter.Read(context.Request.Query), context.RequestAborted) // the route requires a permission
            )
        );

    private IReadOnlyList<FileColumn<ApiKey>> Columns =>
        [
            new("name", key => key.Name),
            new("prefix", KeyFilter.Prefix),
            new("state", key => KeyFilter.Of(key, clock.GetUtcNow()).ToText()),
            new("mode", key => key.Mode.ToText()),
            new("scopes", key => string.Join(' ', key.Scopes)) { Word = "scopes" },
            new("origins", key => string.Join(' ', key.Origins)) { Word = "scopes" },
            new("only_tenant", key => key.OnlyTenant) { Word = "tenant" },
            new("last_used_at", key => FileCell.Instant(key.LastUsedAt)) { Word = "last_used_at" },
            new("created_at", key => FileCell.Instant(key.CreatedAt)) { Word = "created_at" },
            new("expires_at", key => FileCell.Instant(key.ExpiresAt)) { Word = "expires_at" },
            new("previous_secret_ends_at", key => FileCell.Instant(key.PreviousSecretEndsAt)),
            new("revoked_at", key => FileCell.Instant(key.RevokedAt)),
            new("id", key => key.Id),
        ];
}
