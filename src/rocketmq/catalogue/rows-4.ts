import type { CatalogueRow } from './row.ts';

/**
 * 3.2.6 and 4.x (row.ts explains the layout). Keys and types are the public setters of BrokerConfig, MessageStoreConfig,
 * NettyServerConfig and NettyClientConfig (broker), NamesrvConfig and NettyServerConfig (name server), read in the tagged
 * sources; of 3.2.6 and 4.5.0 in the jars. `rmqAddressServer*` are read by BrokerStartup itself.
 */
export const ROWS_4: readonly CatalogueRow[] = [
  {
    version: '3.2.6',
    broker: {
      String: `
        brokerClusterName brokerIP1 brokerIP2 brokerName deleteWhen haMasterAddress messageDelayLevel
        namesrvAddr rocketmqHome storePathCommitLog storePathRootDir`,
      int: `
        accessMessageInMemoryMaxRatio adminBrokerThreadPoolNums brokerPermission cleanResourceInterval
        clientAsyncSemaphoreValue clientCallbackExecutorThreads clientChannelMaxIdleTimeSeconds
        clientManageThreadPoolNums clientOnewaySemaphoreValue clientSocketRcvBufSize clientSocketSndBufSize
        clientWorkerThreads defaultTopicQueueNums deleteCommitLogFilesInterval
        deleteConsumeQueueFilesInterval destroyMapedFileIntervalForcibly diskMaxUsedSpaceRatio
        fileReservedTime filterServerNums flushCommitLogLeastPages flushCommitLogThoroughInterval
        flushConsumeQueueLeastPages flushConsumeQueueThoroughInterval flushConsumerOffsetHistoryInterval
        flushConsumerOffsetInterval flushIntervalCommitLog flushIntervalConsumeQueue haHousekeepingInterval
        haListenPort haSendHeartbeatInterval haSlaveFallbehindMax haTransferBatchSize listenPort
        mapedFileSizeCommitLog mapedFileSizeConsumeQueue maxHashSlotNum maxIndexNum maxMessageSize
        maxMsgsNumBatch maxTransferBytesOnMessageInDisk maxTransferBytesOnMessageInMemory
        maxTransferCountOnMessageInDisk maxTransferCountOnMessageInMemory pullMessageThreadPoolNums
        pullThreadPoolQueueCapacity putMsgIndexHightWater redeleteHangedFileInterval
        sendMessageThreadPoolNums sendThreadPoolQueueCapacity serverAsyncSemaphoreValue
        serverCallbackExecutorThreads serverChannelMaxIdleTimeSeconds serverOnewaySemaphoreValue
        serverSelectorThreads serverSocketRcvBufSize serverSocketSndBufSize serverWorkerThreads
        syncFlushTimeout`,
      long: `
        brokerId channelNotActiveInterval connectTimeoutMillis flushDelayOffsetInterval
        shortPollingTimeMills`,
      boolean: `
        autoCreateSubscriptionGroup autoCreateTopicEnable brokerTopicEnable checkCRCOnRecover
        cleanFileForciblyEnable clientPooledByteBufAllocatorEnable clusterTopicEnable
        fetchNamesrvAddrByAddressServer flushCommitLogTimed longPollingEnable messageIndexEnable
        messageIndexSafe notifyConsumerIdsChangedEnable offsetCheckInSlave rejectTransactionMessage
        serverPooledByteBufAllocatorEnable`,
      BrokerRole: `brokerRole`,
      FlushDiskType: `flushDiskType`,
    },
    namesrv: {
      String: `kvConfigPath rocketmqHome`,
      int: `
        listenPort serverAsyncSemaphoreValue serverCallbackExecutorThreads serverChannelMaxIdleTimeSeconds
        serverOnewaySemaphoreValue serverSelectorThreads serverSocketRcvBufSize serverSocketSndBufSize
        serverWorkerThreads`,
      boolean: `serverPooledByteBufAllocatorEnable`,
    },
  },
  {
    version: '4.0.0',
    broker: {
      String: `messageStorePlugIn regionId rmqAddressServerDomain rmqAddressServerSubGroup`,
      int: `
        clientManagerThreadPoolQueueCapacity commercialBaseCount commercialBigCount commercialTimerCount
        commercialTransCount commitCommitLogLeastPages commitCommitLogThoroughInterval
        commitIntervalCommitLog connectTimeoutMillis consumerManagerThreadPoolQueueCapacity
        consumerManageThreadPoolNums defaultQueryMaxNum flushLeastPagesWhenWarmMapedFile maxDelayTime
        registerBrokerTimeoutMills transientStorePoolSize`,
      long: `
        consumerFallbehindThreshold osPageCacheBusyTimeOutMills startAcceptSendRequestTimeStamp
        waitTimeMillsInSendQueue`,
      boolean: `
        clientCloseSocketIfTimeout commercialEnable debugLockEnable disableConsumeIfConsumerReadSlowly
        diskFallRecorded duplicationEnable fastFailIfNoBufferInStorePool highSpeedMode slaveReadEnable
        traceOn transferMsgByHeap transientStorePoolEnable useEpollNativeSelector
        useReentrantLockWhenPutMessage warmMapedFileEnable`,
    },
    namesrv: {
      String: `configStorePath productEnvName`,
      boolean: `clusterTest orderMessageEnable useEpollNativeSelector`,
    },
  },
  {
    version: '4.1.0',
    broker: {
      int: `
        bitMapLengthConsumeQueueExt expectConsumerNumUseFilter mappedFileSizeConsumeQueueExt
        maxErrorRateOfBloomFilter`,
      long: `filterDataCleanTimeSpan`,
      boolean: `enableCalcFilterBitMap enableConsumeQueueExt enablePropertyFilter filterSupportRetry`,
    },
  },
  {
    version: '4.2.0',
    broker: {
      int: `queryMessageThreadPoolNums queryThreadPoolQueueCapacity`,
      long: `waitTimeMillsInPullQueue`,
      boolean: `brokerFastFailureEnable useTLS`,
    },
  },
  {
    version: '4.3.0',
    broker: {
      int: `
        heartbeatThreadPoolNums heartbeatThreadPoolQueueCapacity registerNameServerPeriod
        transactionCheckMax`,
      long: `transactionCheckInterval transactionTimeOut waitTimeMillsInHeartbeatQueue`,
      boolean: `compressedRegister forceRegister`,
    },
  },
  {
    version: '4.3.1',
    broker: {
      int: `endTransactionPoolQueueCapacity endTransactionThreadPoolNums`,
      long: `waitTimeMillsInTransactionQueue`,
    },
  },
  { version: '4.3.2' },
  {
    version: '4.4.0',
    broker: { String: `msgTraceTopicName`, boolean: `aclEnable traceTopicEnable` },
  },
  {
    version: '4.5.0',
    broker: { String: `dLegerGroup dLegerPeers dLegerSelfId`, boolean: `enableDLegerCommitLog` },
  },
  { version: '4.5.1' },
  {
    version: '4.5.2',
    broker: {
      int: `mappedFileSizeCommitLog mappedFileSizeConsumeQueue`,
      gone: `mapedFileSizeCommitLog mapedFileSizeConsumeQueue`,
    },
  },
  {
    version: '4.6.0',
    broker: {
      int: `processReplyMessageThreadPoolNums replyThreadPoolQueueCapacity`,
      boolean: `storeReplyMessageEnable`,
    },
  },
  { version: '4.6.1' },
  { version: '4.7.0' },
  {
    version: '4.7.1',
    broker: { boolean: `autoDeleteUnusedStats` },
  },
  {
    version: '4.8.0',
    broker: { String: `preferredLeaderId`, boolean: `enableBatchPush` },
  },
  {
    version: '4.9.0',
    broker: { boolean: `enableScheduleMessageStats` },
  },
  { version: '4.9.1' },
  {
    version: '4.9.2',
    broker: { String: `readOnlyCommitLogStorePaths` },
  },
  {
    version: '4.9.3',
    broker: {
      int: `
        maxLmqConsumeQueueNum putMessageFutureThreadPoolNums putThreadPoolQueueCapacity
        scheduleAsyncDeliverMaxPendingLimit scheduleAsyncDeliverMaxResendNum2Blocked serverSocketBacklog
        slaveTimeout writeBufferHighWaterMark writeBufferLowWaterMark`,
      boolean: `enableDetailStat enableLmq enableMultiDispatch enableScheduleAsyncDeliver isolateLogEnable`,
    },
    namesrv: { int: `serverSocketBacklog writeBufferHighWaterMark writeBufferLowWaterMark` },
  },
  {
    version: '4.9.4',
    broker: { String: `storePathDLedgerCommitLog` },
  },
  { version: '4.9.5' },
  { version: '4.9.6' },
  { version: '4.9.7' },
  {
    version: '4.9.8',
    broker: { String: `configBlackList` },
    namesrv: { String: `configBlackList` },
  },
];
