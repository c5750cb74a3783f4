namespace OwnerConsole.Trust.Privacy;

/// <summary>What an operation on a privacy request does about the email to the person.</summary>
public enum PrivacyEmailPlan
{
    /// <summary>The email is sent after the time in which it can be stopped.</summary>
    Sent,

    /// <summary>No email is sent, because the team answers the person itself.</summary>
    AnsweredByTeam,

    /// <summary>No email is sent, because no address of the person is known.</summary>
    NoAddress,

    /// <summary>No email is sent, because the console can't send emails yet.</summary>
    EmailNotSetUp,
}
