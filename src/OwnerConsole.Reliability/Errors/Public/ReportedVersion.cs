namespace OwnerConsole.Reliability.Errors.Public;

/// <summary>A version that a service has reported.</summary>
/// <param name="Environment">Empty if the service names none.</param>
/// <param name="At">Time of the report.</param>
/// <param name="IsClient">Whether it runs on devices of users, where old versions stay in use, so that only new versions are deploys. Its versions are separate from those of servers with the same name.</param>
internal sealed record ReportedVersion(string Service, string Environment, string Version, DateTimeOffset At, bool IsClient);
