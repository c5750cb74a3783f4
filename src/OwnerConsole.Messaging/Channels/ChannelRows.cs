using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Writes versions of channels.</summary>
internal static class ChannelRows
{
    /// <summary>Replaces the current version of a channel, or adds its first one.</summary>
    /// <param name="input">Settings of this kind only.</param>
    public static async Task Open(string id, ChannelKind kind, ChannelInput input, ChannelSecrets secrets, SecretBox box, UnitOfWork work)
    {
        await Channel.Versions.Close([id], work);
        await work.Execute(
            """
            insert into channels.channels (tenant_id, channel_id, kind, name, account, sender, secret, secret_end, signing_secret, body, content_sid, content_variables,
                                           max_per_minute, contact, region, public_key, opened_by, opened_at)
            values ('tnt_platform', @id, @kind, @Name, @Account, @Sender, @secret, @end, @signing, @Body, @ContentSid, @ContentVariables, @MaxPerMinute, @Contact, @Region, @PublicKey,
                    @run, clock_timestamp())
            """,
            new
            {
                id,
                kind,
                input.Name,
                input.Account,
                input.Sender,
                secret = box.Encrypt(ChannelSecrets.Stored.Kind, id, Encoding.UTF8.GetBytes(secrets.Secret)),
                end = kind is ChannelKind.WebPush ? "" : secrets.Secret[^Math.Min(4, secrets.Secret.Length)..], // no one compares a private key
                signing = secrets.SigningSecret is { } signing ? box.Encrypt(ChannelSecrets.Signing.Kind, id, Encoding.UTF8.GetBytes(signing)) : null,
                input.Body,
                input.ContentSid,
                input.ContentVariables,
                input.MaxPerMinute,
                input.Contact,
                input.Region,
                secrets.PublicKey,
                run = work.RunId,
            }
        );
        await work.SetName(id, Channel.EntityKind, input.Name);
    }

    /// <summary>Restores the names of channels after an undo.</summary>
    public static async Task RestoreNames(IReadOnlyList<string> ids, UnitOfWork work)
    {
        foreach (var channel in await Channel.List(ids, work)) // an undo restores only a few
            await work.SetName(channel.Id, Channel.EntityKind, channel.Name);
    }
}
