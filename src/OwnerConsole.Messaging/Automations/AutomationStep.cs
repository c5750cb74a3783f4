using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Messaging.Emails.Public;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A step of an automation: a wait or a message.</summary>
/// <param name="Kind">wait, email or in_app.</param>
/// <param name="Unit">Unit of the wait: days or hours.</param>
public sealed record AutomationStep(
    [Description("Wait, email or in-app notification.")] StepKind Kind,
    [Description("How long a wait lasts. Blank for messages.")] int? Wait = null,
    [Description("Unit of the wait.")] WaitUnit Unit = WaitUnit.Days,
    [Description("Subject of the message: one line with variables such as {{tenant.name}}.")] string? Subject = null,
    [DataType(DataType.MultilineText)] [Description("Text of the message in Markdown, with variables.")] string? Body = null,
    [Description("Page that the message links to, as https address. Blank for none.")] string? Link = null,
    [Description("Text of the link. Blank for its address.")] string? LinkLabel = null
)
{
    /// <summary>Longest wait in days.</summary>
    internal const int MaxDays = 365;

    internal const int HoursPerDay = 24;

    /// <summary>Whether it sends something.</summary>
    internal bool IsMessage => Kind is not StepKind.Wait;

    /// <summary>Zero for a message.</summary>
    internal TimeSpan Duration =>
        Kind is not StepKind.Wait ? TimeSpan.Zero
        : Unit is WaitUnit.Hours ? TimeSpan.FromHours(Wait ?? 0)
        : TimeSpan.FromDays(Wait ?? 0);

    /// <returns>The step without surrounding spaces and without fields that its kind doesn't have.</returns>
    internal AutomationStep Normalize() =>
        IsMessage
            ? new(Kind, Subject: Subject?.Trim() ?? "", Body: Body?.Trim() ?? "", Link: Link.TrimToNull(), LinkLabel: LinkLabel.TrimToNull())
            : new(Kind, Wait, Unit);

    /// <returns>Its content with variables; only for messages.</returns>
    internal Kernel.Email.EmailContent Content => MarkdownEmail.Content(Subject!, Body!, Link, LinkLabel); // not null: messages are normalized
}

/// <summary>What a step does.</summary>
public enum StepKind
{
    Wait,
    Email,

    [Description("In-app notification")]
    InApp,
}

/// <summary>Unit of a wait.</summary>
public enum WaitUnit
{
    Days,
    Hours,
}
