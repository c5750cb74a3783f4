using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Content and audience of a broadcast, as a person enters them.</summary>
public sealed record BroadcastInput(
    [StringLength(BroadcastContent.MaxSubject)] [Description("One line. Insert variables such as {{recipient.name}}.")] string Subject,
    [StringLength(BroadcastContent.MaxBody)]
    [DataType(DataType.MultilineText)]
    [Markdown("recipient.name", "member.support_number", "tenant.name", "platform.name")]
    [Description("Text in Markdown. Insert variables with {{…}}.")]
        string Body,
    [Description("Members can switch off each kind.")] BroadcastKind Kind = BroadcastKind.Announcement,
    [Description("Urgent messages ignore quiet hours and frequency limits.")] MessagePriority Priority = MessagePriority.Medium,
    [OptionsFrom(ChannelSource.Channels)]
    [Description("Channels it is sent on. Select none for email and notifications.")]
        IReadOnlyList<string>? Channels = null,
    [StringLength(BroadcastContent.MaxLink)] [Description("Page that the message links to, as https address. Leave blank for none.")] string? Link = null,
    [StringLength(BroadcastContent.MaxLinkLabel)] [Description("Text of the link, such as Try it now.")] string? LinkLabel = null,
    [OptionsFrom("role")] [Description("Only members with one of these roles. Select none for all.")] IReadOnlyList<string>? Roles = null,
    [Description("Only the owners of tenants.")] bool OwnersOnly = false,
    [OptionsFrom("plan")] [Description("Only tenants with this plan. Leave blank for all.")] string? Plan = null,
    [Description("Only tenants with this status. Leave blank for all that aren't cancelled.")] TenantStatus? Status = null,
    [OptionsFrom("tag")] [StringLength(64)] [Description("Only tenants with this tag. Leave blank for all.")] string? Tag = null,
    [StringLength(500)]
    [Description("More filters of the list of tenants, as in its address, such as activity=week. Leave blank for none.")]
        string? Filter = null,
    [Description("Only these tenants: IDs (tnt_… or ext:…), one per line. Leave blank for all that match.")] IReadOnlyList<string>? Tenants = null
);
