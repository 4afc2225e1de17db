import type { CatalogueRow } from './row.ts';

/**
 * 5.x (row.ts explains the layout). Besides the classes of 4.x (rows-4.ts): BrokerIdentity, AuthConfig (5.3.0) and the tiered
 * store's configuration (5.1.0) for brokers, NettyClientConfig for name servers. Read in the tagged sources up to 5.3.3, in
 * the jars of 5.4.0 and 5.5.0; of 5.3.4 the store's jar, and the last sources before it.
 */
export const ROWS_5: readonly CatalogueRow[] = [
  {
    version: '5.0.0',
    broker: {
      String: `bindAddress brokerConfigPath controllerAddr storePathEpochFile`,
      int: `
        ackMessageThreadPoolNums ackThreadPoolQueueCapacity adminBrokerThreadPoolQueueCapacity
        brokerHeartbeatInterval cleanOfflineBrokerInterval commercialSizePerMsg
        commitLogSwapMapReserveFileNum correctLogicMinOffsetForceInterval correctLogicMinOffsetSleepInterval
        defaultPopShareQueueNum deleteFileBatchMax disappearTimeAfterStart diskSpaceCleanForciblyRatio
        diskSpaceWarningLevelRatio dispatchCqCacheNum dispatchCqThreads haMaxGapNotInSync inSyncReplicas
        litePullMessageThreadPoolNums litePullThreadPoolQueueCapacity loadBalanceProcessorThreadPoolNums
        loadBalanceThreadPoolQueueCapacity logicQueueSwapMapReserveFileNum mappedFileSizeTimerLog
        mapperFileSizeBatchConsumeQueue maxAsyncPutMessageRequests maxBatchDeleteFilesNum
        maxRecoveryCommitlogFiles maxTopicLength minInSyncReplicas popCkMaxBufferSize
        popCkOffsetMaxQueueSize popCkStayBufferTime popCkStayBufferTimeOut popPollingMapSize popPollingSize
        pullBatchMaxMessageCount putMessageTimeout replicasPerDiskPartition reviveQueueNum
        sendHeartbeatTimeoutMillis syncBrokerMemberGroupPeriod timerCongestNumEachSlot timerFlushIntervalMs
        timerGetMessageThreadNum timerMaxDelaySec timerMetricSmallThreshold timerPrecisionMs
        timerProgressLogIntervalMs timerPutMessageThreadNum timerRollWindowSlot totalReplicas
        travelCqFileNumWhenGetMessage`,
      long: `
        brokerNotActiveTimeoutMillis checkSyncStateSetPeriod cleanSwapedMapInterval
        commitLogForceSwapMapInterval commitLogSwapMapInterval consumerOffsetUpdateVersionStep
        delayOffsetUpdateVersionStep forwardTimeout haMaxTimeSlaveNotCatchup
        loadBalancePollNameServerInterval logicQueueForceSwapMapInterval logicQueueSwapMapInterval
        maxChecksumRange maxHaTransferByteInSecond maxPopPollingSize maxSlaveResendLength reviveInterval
        reviveMaxSlow reviveScanTime syncBrokerMetadataPeriod syncControllerMetadataPeriod
        waitTimeMillsInAckQueue waitTimeMillsInLitePullQueue`,
      double: `logicalDiskSpaceCleanForciblyThreshold`,
      boolean: `
        accountStatsEnable accountStatsPrintZeroValues allAckInSyncStateSet asyncLearner asyncSendEnable
        compatibleWithOldNameSrv disableCallbackExecutor disableNettyWorkerGroup dispatchFromSenderThread
        enableAsyncReput enableAutoInSyncReplicas enableCleanExpiredOffset enableControllerMode
        enableNetWorkFlowControl enablePopBufferMerge enablePopLog enableRemoteEscape
        enableSlaveActingMaster haFlowControlEnable inBrokerContainer litePullMessageEnable lockInStrictMode
        mappedFileSwapEnable realTimeNotifyConsumerChange recheckReputOffsetFromCq rejectPullConsumerEnable
        searchBcqByCacheEnable serverLoadBalancerEnable skipPreOnline syncFromLastFile
        syncMasterFlushOffsetWhenStartup timerEnableCheckMetrics timerInterceptDelayLevel timerStopEnqueue
        timerWheelEnable wakeCommitWhenPutMessage wakeFlushWhenPutMessage`,
      MessageRequestMode: `defaultMessageRequestMode`,
      unsettable: `
        timerCheckMetricsWhen timerEnableDisruptor timerSkipUnknownError timerStopDequeue timerWarmEnable`,
      gone: `
        commercialBigCount commercialEnable commercialTimerCount commercialTransCount configBlackList
        haSlaveFallbehindMax`,
    },
    namesrv: {
      String: `bindAddress`,
      int: `
        clientAsyncSemaphoreValue clientCallbackExecutorThreads clientChannelMaxIdleTimeSeconds
        clientOnewaySemaphoreValue clientRequestThreadPoolNums clientRequestThreadPoolQueueCapacity
        clientSocketRcvBufSize clientSocketSndBufSize clientWorkerThreads connectTimeoutMillis
        defaultThreadPoolNums defaultThreadPoolQueueCapacity unRegisterBrokerQueueCapacity`,
      long: `channelNotActiveInterval scanNotActiveBrokerInterval`,
      boolean: `
        clientCloseSocketIfTimeout clientPooledByteBufAllocatorEnable disableCallbackExecutor
        disableNettyWorkerGroup enableAllTopicList enableControllerInNamesrv enableTopicList
        notifyMinBrokerIdChanged returnOrderTopicConfigToBroker supportActingMaster useTLS`,
      gone: `configBlackList`,
    },
  },
  {
    version: '5.1.0',
    broker: {
      String: `
        metricsGrpcExporterHeader metricsGrpcExporterTarget metricsLabel metricsPromExporterHost
        ossAccessKey ossBucket ossEndpoint ossSecretKey socksProxyConfig tieredBackendServiceProvider
        tieredMetadataServiceProvider tieredStoreFilepath`,
      int: `
        batchDispatchRequestThreadPoolNums brokerElectionPriority commitLogRollingInterval
        commitLogRollingMinimumSize compactionCqMappedFileSize compactionMappedFileSize
        compactionScheduleInternal compactionThreadNum maxCommitJitter maxConsumeQueueScan maxOffsetMapSize
        metricsPromExporterPort readAheadBatchSizeFactorThreshold readAheadMaxFactor
        readAheadMessageCountThreshold readAheadMessageSizeThreshold readAheadMinFactor
        recoverThreadPoolNums sampleCountThreshold tieredStoreFileReservedTime tieredStoreGroupCommitCount
        tieredStoreGroupCommitSize tieredStoreIndexFileMaxHashSlotNum tieredStoreIndexFileMaxIndexNum
        tieredStoreIndexFileRollingIdleInterval tieredStoreMaxGroupCommitCount transactionOpBatchInterval
        transactionOpMsgMaxSize`,
      long: `
        broadcastOffsetExpireMaxSecond broadcastOffsetExpireSecond channelExpiredTimeout
        controllerHeartBeatTimeoutMills metricGrpcExporterIntervalInMills metricGrpcExporterTimeOutInMills
        readAheadCacheExpireDuration reviveAckWaitMs subscriptionExpiredTimeout tieredStoreCommitLogMaxSize
        tieredStoreConsumeQueueMaxSize`,
      double: `readAheadCacheSizeThresholdRate`,
      boolean: `
        autoMessageVersionOnTopicLen enableBroadcastOffsetStore enableBuildConsumeQueueConcurrently
        enableCompaction enableNotifyAfterPopOrderLockRelease enableSkipLongAwaitingAck estimateAccumulation
        fetchControllerAddrByDnsLookup fetchNameSrvAddrByDnsLookup metricsInDelta recoverConcurrently
        useServerSideResetOffset validateSystemTopicWhenUpdateTopic`,
      MetricsExporterType: `metricsExporterType`,
      TieredStorageLevel: `tieredStorageLevel`,
    },
    namesrv: { String: `socksProxyConfig`, int: `waitSecondsForService`, boolean: `needWaitForService` },
  },
  {
    version: '5.1.1',
    broker: {
      String: `storePathBrokerIdentity`,
      long: `metricLoggingExporterIntervalInMills`,
      boolean: `useStaticSubscription`,
      gone: `filterServerNums maxDelayTime`,
    },
  },
  {
    version: '5.1.2',
    broker: {
      String: `
        objectStoreAccessKey objectStoreBucket objectStoreEndpoint objectStoreSecretKey tieredStoreFilePath`,
      int: `accessMessageInMemoryHotRatio sampleSteps timerColdDataCheckIntervalMs`,
      long: `cgColdReadThreshold globalColdReadThreshold`,
      boolean: `
        coldCtrStrategyEnable coldDataFlowControlEnable coldDataScanEnable dataReadAheadEnable
        enablePopBatchAck usePIDColdCtrStrategy`,
      gone: `ossAccessKey ossBucket ossEndpoint ossSecretKey tieredStoreFilepath`,
    },
  },
  {
    version: '5.1.3',
    broker: { long: `fetchNamesrvAddrInterval` },
  },
  {
    version: '5.1.4',
    broker: {
      String: `storeType`,
      int: `metricsOtelCardinalityLimit splitRegistrationSize topicQueueLockNum`,
      long: `memTableFlushInterval`,
      boolean: `
        enableMixedMessageType enableRocksDBLog enableSingleTopicRegister enableSplitRegistration
        initPopOffsetByCheckMsgInMem popResponseReturnActualRetryTopic realTimePersistRocksDBConfig`,
    },
    namesrv: { boolean: `deleteTopicWithBrokerRegistration` },
  },
  {
    version: '5.2.0',
    broker: {
      String: `configBlackList`,
      int: `maxFilterMessageSize shutdownWaitTimeSeconds`,
      long: `
        cleanRocksDBDirtyCQIntervalMin maxReconnectIntervalTimeSeconds memTableFlushIntervalMs
        popInflightMessageThreshold statRocksDBCQIntervalSec transactionMetricFlushInterval`,
      boolean: `
        enabledAppendPropCRC enablePopMessageThreshold enableReconnectForGoAway enableRetryTopicV2
        enableShutdownGracefully enableTransparentRetry forceVerifyPropCRC recordGetMessageResult
        retrieveMessageFromPopRetryTopicV1 timerSkipUnknownError`,
      gone: `memTableFlushInterval`,
    },
    namesrv: {
      String: `configBlackList`,
      int: `shutdownWaitTimeSeconds`,
      long: `maxReconnectIntervalTimeSeconds`,
      boolean: `enableReconnectForGoAway enableShutdownGracefully enableTransparentRetry`,
    },
  },
  {
    version: '5.3.0',
    broker: {
      String: `
        authConfigPath authenticationMetadataProvider authenticationProvider authenticationStrategy
        authenticationWhitelist authorizationMetadataProvider authorizationProvider authorizationStrategy
        authorizationWhitelist clusterName configName initAuthenticationUser
        innerClientAuthenticationCredentials`,
      int: `
        aclCacheExpiredSecond aclCacheMaxNum aclCacheRefreshSecond statefulAuthenticationCacheExpiredSecond
        statefulAuthenticationCacheMaxNum statefulAuthorizationCacheExpiredSecond
        statefulAuthorizationCacheMaxNum tieredStoreGroupCommitTimeout tieredStoreMaxPendingLimit
        userCacheExpiredSecond userCacheMaxNum userCacheRefreshSecond`,
      long: `tieredStoreMaxFallBehindSize waitTimeMillsInAdminBrokerQueue`,
      boolean: `
        authenticationEnabled authorizationEnabled migrateAuthFromV1Enabled readAheadCacheEnable
        readUnCommitted scanAvailableNameSrv tieredStoreCrcCheckEnable tieredStoreGroupCommit`,
      gone: `readAheadBatchSizeFactorThreshold readAheadMaxFactor readAheadMinFactor`,
    },
    namesrv: { boolean: `scanAvailableNameSrv` },
  },
  {
    version: '5.3.1',
    broker: {
      int: `batchWriteKvCqSize popFromRetryProbability updateNameServerAddrPeriod`,
      long: `tieredStoreDeleteFileInterval`,
      boolean: `
        putConsumeQueueDataByFileChannel rocksdbCQDoubleWriteEnable serverNettyWorkerGroupEnable
        skipWhenCKRePutReachMaxTimes tieredStoreDeleteFileEnable transferMetadataJsonToRocksdb
        transferOffsetJsonToRocksdb`,
      gone: `maxCommitJitter tieredStoreIndexFileRollingIdleInterval tieredStoreMaxFallBehindSize`,
    },
    namesrv: { boolean: `serverNettyWorkerGroupEnable` },
  },
  {
    version: '5.3.2',
    broker: {
      String: `bottomMostCompressionTypeForConsumeQueueStore configManagerVersion rocksdbCompressionType`,
      int: `
        popReviveMaxAttemptTimes popReviveMaxReturnSizePerRead rocksdbFlushWalFrequency
        spinLockCollisionRetreatOptimalDegree`,
      long: `popLongPollingForceNotifyInterval rocksdbWalFileRollingThreshold`,
      boolean: `
        allowRecallWhenBrokerNotWriteable appendAckAsync appendCkAsync clearRetryTopicWhenDeleteTopic
        enableLmqStats enableNotifyBeforePopCalculateLag popConsumerFSServiceInit popConsumerKVServiceEnable
        popConsumerKVServiceInit popConsumerKVServiceLog recallMessageEnable timerEnableRetryUntilSuccess
        useABSLock`,
      gone: `
        batchWriteKvCqSize enableTransparentRetry transferMetadataJsonToRocksdb transferOffsetJsonToRocksdb`,
    },
    namesrv: { gone: `enableTransparentRetry` },
  },
  {
    version: '5.3.3',
    broker: {
      int: `maxStatsIdleTimeInMinutes printChannelGroupsMinNum`,
      boolean: `enableCreateSysGroup enableFastChannelEventProcess enableRegisterProducer printChannelGroups`,
    },
  },
  {
    version: '5.3.4',
    broker: {
      String: `combineAssignOffsetCQType combineCQLoadingCQTypes combineCQPreferCQType`,
      int: `
        combineCQMaxExtraSearchCommitLogFiles popPollingMapExpireTimeSeconds sharedByteBufferNum
        splitMetadataSize timerWheelSnapshotIntervalMs`,
      boolean: `
        combineCQEnableCheckSelf enableAcceleratedRecovery enableConnectionMetrics enableLagAndDlqMetrics
        enableLogConsumeQueueRepeatedlyBuildWhenRecover enableMessageStoreMetrics enablePopMetrics
        enableRemotingMetrics enableRequestMetrics enableRunningFlagsInFlush enableSplitMetadata
        enableStatsMetrics enableTransactionMetrics timerWheelSnapshotFlush writeWithoutMmap`,
      gone: `socksProxyConfig`,
    },
    namesrv: { gone: `socksProxyConfig` },
  },
  {
    version: '5.4.0',
    broker: {
      String: `socksProxyConfig`,
      int: `
        commitLogRecoverMaxNum maxRocksDBIndexQueryDays popFromRetryProbabilityForPriority
        popReviveConcurrency timerRocksDBRollIntervalHours timerRocksDBRollRangeHours`,
      long: `timerRocksDBPrecisionMs`,
      double: `timerRocksDBRollMaxTps timerRocksDBTimeExpiredMaxTps`,
      boolean: `
        appendTopicForTimerDeleteKey indexFileReadEnable indexFileWriteEnable indexRocksDBEnable
        priorityOrderAsc timerRecallToTimelineEnable timerRecallToTimeWheelEnable timerRocksDBEnable
        timerRocksDBStopScan transRocksDBEnable transWriteOriginTransHalfEnable useSeparateRetryQueue
        useSingleRocksDBForAllConfigs`,
    },
    namesrv: { String: `socksProxyConfig` },
  },
  {
    version: '5.5.0',
    broker: {
      int: `
        liteLagLatencyTopK maxClientEventCount maxMessageFilterNumForNotification
        metricsExportBatchMaxDataPoints timerReputServiceCorePoolSize timerReputServiceMaxPoolSize
        timerReputServiceQueueCapacity transactionCheckRocksdbCoreThreads transactionCheckRocksdbMaxThreads
        transactionCheckRocksdbQueueCapacity`,
      long: `
        liteEventCheckInterval liteEventFullDispatchDelayTime liteEventFullDispatchDelayTimeForWildcardGroup
        liteSubscriptionCheckInterval liteSubscriptionCheckTimeoutMills liteTtlCheckInterval
        maxLiteSubscriptionCount minLiteTTl`,
      boolean: `
        checkCommitLogOffsetOnRecover combineCQUseRocksdbForLmq enableLiteEventMode enableLitePopLog
        enableLmqQuota iteratorWhenUseRocksdbConsumeQueue liteLagCountMetricsEnable
        liteLagLatencyCollectEnable liteLagLatencyMetricsEnable persistConsumerOffsetIncrementally
        popReviveSkipIfGroupAbsent useMessageFilterForNotification useSeparateStorePathForRocksdbCQ`,
    },
  },
];
