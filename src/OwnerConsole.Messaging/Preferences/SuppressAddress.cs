using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Sends nothing more to the current address of a member, including required messages. A new address of the member isn't affected.</summary>
public sealed class SuppressAddress(AddressHashes hashes) : Operation<AddressFacts, SuppressAddress.Input>
{
    public sealed record Input([Description("Email, or SMS and WhatsApp for the phone number.")] MessageChannel Channel = MessageChannel.Email);

    public override OperationDefinition Definition { get; } =
        new("address.suppress", "Suppress address", "suppressed")
        {
            Subject = "member",
            Group = ActionGroup.Communication,
            Synonyms = "block email, bounce, complaint, suppression list",
            RestoredByUndo = "Messages are sent to the address again.",
        };

    public override Task<IReadOnlyList<AddressFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        AddressFacts.Load(ids, input.Channel, hashes, work);

    public override Refusal? Refuse(AddressFacts member, Input input) =>
        input.Channel is not (MessageChannel.Email or MessageChannel.Sms or MessageChannel.Whatsapp)
            ? new("no_addresses", $"Only email, SMS and WhatsApp have addresses. Change the preferences of {member} instead.")
        : member.Hash is null ? new("no_address", $"{member} has no address of this channel.")
        : member.IsSuppressed ? new("already_suppressed", $"The address of {member} is already suppressed.")
        : null;

    public override Decision Decide(AddressFacts member, Input input) =>
        new($"Nothing more is sent to the current address of {member}, including account and billing messages.")
        {
            Weight = new(People: 1),
            Created = member.NewId,
        };

    public override Task Execute(IReadOnlyList<AddressFacts> accepted, Input input, UnitOfWork work) =>
        SuppressionRows.Open(
            [.. accepted.Select(member => new SuppressedRecipient(member.TenantId, member.NewId, member.MemberId, member.Hash!))], // never null: Refuse checks it
            input.Channel,
            SuppressionReason.Manual,
            emailId: null,
            work.RunId!, // set while a run is executed
            work
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<AddressFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            update preferences.suppressions set closed_by = @run, closed_at = clock_timestamp()
             where opened_by = @undoneRun and recipient = any(@ids) and closed_by is null
            returning recipient
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Select(member => member.Id).ToArray(),
            }
        );
}
