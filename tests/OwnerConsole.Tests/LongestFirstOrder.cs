using OwnerConsole.Tests;
using OwnerConsole.Tests.Commands;
using OwnerConsole.Tests.Docs;
using OwnerConsole.Tests.Insights.Settings;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Messaging.Emails;
using OwnerConsole.Tests.Metrics.Points;
using OwnerConsole.Tests.Reliability.Backups;
using OwnerConsole.Tests.Revenue.Movements;
using OwnerConsole.Tests.Trust.Team;
using OwnerConsole.Tests.Upgrades;
using OwnerConsole.Tests.World;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirstOrder))]

namespace OwnerConsole.Tests;

/// <summary>Orders the longest test classes first, so that no long class runs alone at the end.</summary>
public sealed class LongestFirstOrder : ITestCollectionOrderer
{
    private static readonly Type[] s_long =
    [
        typeof(EvaluatorComparisonTests),
        typeof(EvaluatorComparisonAfterMoveTests),
        typeof(LawTests),
        typeof(RecoveryRunbookTests),
        typeof(KilledDeliveriesTests),
        typeof(RunbookTests),
        typeof(BucketBackupsTests),
        typeof(SmtpEncryptionTests),
        typeof(UndoLawTests),
        typeof(RollingRestartTests),
        typeof(UnshippedWalTests),
        typeof(UpgradeGuideTests),
        typeof(PointBackfillWorkerTests),
        typeof(UpgradeTests),
        typeof(ServeTests),
        typeof(RootTests),
        typeof(BackupCommandsTests),
        typeof(SignInTests),
        typeof(DoctorTests),
        typeof(WorldTests),
        typeof(MoneyMetricTests),
        typeof(DeployTests),
        typeof(EventReprojectionTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(s_long, type => collection.TestCollectionDisplayName.Contains($"{type.FullName} ", StringComparison.Ordinal)) is var place and >= 0
            ? place
            : s_long.Length;
}
