using System.Collections.Frozen;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Names of the built-in tasks. An application declares which of them it can execute.</summary>
public static class ConsoleTasks
{
    public const string ResetDemoData = "tenant.reset_demo_data";
    public const string Anonymise = "tenant.anonymise";
    public const string AnonymiseMember = "member.anonymise";
    public const string Export = "tenant.export";
    public const string ExportMember = "member.export";
    public const string MergeMembers = "member.merge";
    public const string MergeTenants = "tenant.merge";
    public const string ResetMember = "member.reset";
    public const string SetRole = "member.set_role";

    /// <summary>Terms of execution of these tasks.</summary>
    public static readonly TaskOptions Options = new(CanCancel: false, TimeSpan.FromHours(1));

    public static readonly FrozenSet<string> All = FrozenSet.Create(
        StringComparer.Ordinal,
        ResetDemoData,
        Anonymise,
        AnonymiseMember,
        Export,
        ExportMember,
        MergeMembers,
        MergeTenants,
        ResetMember,
        SetRole
    );
}
