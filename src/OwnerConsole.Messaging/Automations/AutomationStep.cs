using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Emails.Public;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A step of an automation: a wait, a message, an operation or a webhook event.</summary>
/// <param name="Kind">wait, email, in_app, operation or webhook.</param>
/// <param name="Unit">Unit of the wait: days or hours.</param>
/// <param name="Approval">automatic or required.</param>
public sealed record AutomationStep(
    [Description("Wait, email, in-app notification, operation or webhook event.")] StepKind Kind,
    [Description("How long a wait lasts. Blank for other steps.")] int? Wait = null,
    [Description("Unit of the wait.")] WaitUnit Unit = WaitUnit.Days,
    [Description("Subject of the message: one line with variables such as {{tenant.name}}.")] string? Subject = null,
    [DataType(DataType.MultilineText)] [Description("Text of the message in Markdown, with variables.")] string? Body = null,
    [Description("Page that the message links to, as https address. Blank for none.")] string? Link = null,
    [Description("Text of the link. Blank for its address.")] string? LinkLabel = null,
    [OptionsFrom(AutomationOperationSource.Key)] [Description("Operation that runs for the tenant. Blank for other steps.")] string? Operation = null,
    [DataType(DataType.MultilineText)]
    [Description("Input of the operation as JSON, such as {\"days\": 7}. Texts can have variables. Blank for its defaults.")]
        string? Input = null,
    [Description("Whether a team member must approve each run of the operation.")] StepApproval Approval = StepApproval.Automatic,
    [OptionsFrom(AutomationEndpointSource.Key)] [Description("Webhook endpoint that receives the event. Blank for other steps.")] string? Endpoint = null
)
{
    /// <summary>Longest wait in days.</summary>
    internal const int MaxDays = 365;

    internal const int HoursPerDay = 24;

    /// <summary>Whether it sends something.</summary>
    internal bool IsMessage => Kind is StepKind.Email or StepKind.InApp;

    /// <summary>Zero for other steps.</summary>
    internal TimeSpan Duration =>
        Kind is not StepKind.Wait ? TimeSpan.Zero
        : Unit is WaitUnit.Hours ? TimeSpan.FromHours(Wait ?? 0)
        : TimeSpan.FromDays(Wait ?? 0);

    /// <returns>The step without surrounding spaces and without fields that its kind doesn't have.</returns>
    internal AutomationStep Normalize() =>
        IsMessage ? new(Kind, Subject: Subject?.Trim() ?? "", Body: Body?.Trim() ?? "", Link: Link.TrimToNull(), LinkLabel: LinkLabel.TrimToNull())
        : Kind is StepKind.Operation ? new(Kind, Operation: Operation?.Trim() ?? "", Input: Input.TrimToNull(), Approval: Approval)
        : Kind is StepKind.Webhook ? new(Kind, Endpoint: Endpoint?.Trim() ?? "")
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

    /// <summary>Runs an operation on the tenant.</summary>
    Operation,

    /// <summary>Sends an event to a webhook endpoint.</summary>
    [Description("Webhook event")]
    Webhook,
}

/// <summary>Whether a team member must approve each run of a step.</summary>
public enum StepApproval
{
    /// <summary>Only if the automation's ceilings or the impact of the run require it.</summary>
    Automatic,
    Required,
}

/// <summary>Unit of a wait.</summary>
public enum WaitUnit
{
    Days,
    Hours,
}
